"""How pages look: base templates, components, form fields, static files."""
