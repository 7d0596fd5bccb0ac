"""The labelled sample complaints, as requests."""

import json
from dataclasses import dataclass

from .paths import COMPLAINTS

DIVERTED_CLASSES = {"khieu-nai", "to-cao", "khan-cap"}


@dataclass(frozen=True)
class Complaint:
    """One line of complaints.jsonl. `area` is None where the file says none; spans count code points."""

    id: str
    channel: str
    class_code: str
    field: str
    area: str | None
    unit: str
    text: str
    spans: list

    @property
    def is_diverted(self) -> bool:
        return self.class_code in DIVERTED_CLASSES

    def as_text_only(self) -> dict:
        return {"channel": self.channel, "text": self.text}

    def as_placed(self) -> dict:
        """With the field and the area of the file; the class is left to the server."""
        area = {"area": self.area} if self.area else {}
        return {**self.as_text_only(), "field": self.field, **area}

    def as_labelled(self) -> dict:
        return {**self.as_placed(), "class": self.class_code}


def load_complaints() -> list[Complaint]:
    with open(COMPLAINTS, encoding="utf-8") as file:
        return [_read(json.loads(line)) for line in file if line.strip()]


def _read(row: dict) -> Complaint:
    return Complaint(
        id=row["id"],
        channel=row["channel"],
        class_code=row["class"],
        field=row["field"],
        area=None if row["area"] == "none" else row["area"],
        unit=row["unit"],
        text=row["text"],
        spans=row["spans"],
    )
