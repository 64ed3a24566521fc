"""The group's channel: messages in the plan and at what stands in it. Not django.contrib.messages."""
