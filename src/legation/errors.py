"""What Legation raises. Bad input never raises: it becomes a `Problem` record (see `records.article`)."""


class LegationError(Exception):
    """The root of everything that Legation raises on purpose."""


class DataError(LegationError):
    """A shipped or user-given data file contradicts itself or the ontology."""


class ConfigurationError(LegationError):
    """A setting, or a file that a setting names, is wrong; the message says which, where and how."""


class LedgerError(LegationError):
    """The ledger cannot be opened, is of an unknown version, or is asked for what it does not hold."""


class LedgerHeldError(LedgerError):
    """The ledger is held by another process; the message says by which."""

    def __init__(self, message: str, process: int) -> None:
        super().__init__(message)
        self.process = process


class LedgerBusyError(LedgerError):
    """There is no memory left for a question while so many others are answered; in a moment there will be."""


class FetchError(LegationError):
    """A page or feed could not be fetched; the message says what and why."""


class UncitedError(LegationError):
    """A brief was given a sentence without a citation, or with one that its record does not bear out."""


class DeliveryError(LegationError):
    """An alert could not be delivered; the message says why, and holds no secret."""


class RefusedError(DeliveryError):
    """The receiver answered, and will not take this one alert; others it may."""
