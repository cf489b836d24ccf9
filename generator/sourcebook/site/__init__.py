"""Sites on disk: the only code that writes, and the only code that knows MkDocs."""
