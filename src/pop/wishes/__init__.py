"""What the person asks somebody for, the answer, and the dated plans for leave (rule I1)."""
