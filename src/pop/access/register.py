"""What a model holds about people, why, and for how long: the notes that the record of processing is made from.

Each model says it itself, as `processing`; a test fails for one that says nothing. docs/dpia.md and
docs/record-of-processing.md are rendered from these notes (`./pop manage write_docs`), so that they cannot
drift away from the tables.
"""

from dataclasses import dataclass

SENTENCE = "straffegjennomføringsloven §§ 3, 4, 4 c og 41; GDPR art. 6 nr. 1 e, art. 9 nr. 2 g"
CONSENT = "forvaltningsloven § 13 a nr. 1; helsepersonelloven § 22; forskrift 2013-1099 § 5"
SECURITY = "GDPR art. 32; forskrift 2013-1099 §§ 5 og 7"
TEN_YEARS = "til planen avleveres, senest 10 år etter at straffen er ferdig (forskrift 2013-1099 § 6)"


@dataclass(frozen=True)
class Processing:
    """One line of the record of processing (GDPR art. 30), in Norwegian, as the data protection officer reads it.

    holds: the categories of data. about: whom. purpose: what for. ground: law. kept: how long.
    health: whether it can hold data of GDPR art. 9 or 10.
    """

    holds: str
    about: str
    purpose: str
    ground: str = SENTENCE
    kept: str = TEN_YEARS
    health: bool = False


NOTHING = Processing(holds="", about="", purpose="", ground="", kept="")
"""For registers and links that hold nothing about anybody."""

LINK = NOTHING
