"""Match: propose entities that may be one and the same. Nothing is joined here: a judgement is a row of a crosswalk."""
