"""The pages: answering without an account, asking, and the big screen."""
