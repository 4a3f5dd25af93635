"""What a command says instead of a traceback."""


class UserError(Exception):
    """Something the user can mend; its text says what happened and what to do."""
