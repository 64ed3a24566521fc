"""What people fill in. A form knows nothing about access: it is offered only what the actor may see."""
