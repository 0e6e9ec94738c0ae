from knowledge.ingestion.limits import ReadingLimits
from knowledge.ingestion.reading import Reading


def read_text(text: str, limits: ReadingLimits) -> Reading: raise NotImplementedError
