"""How many sentences each step of the coder lets through: `python -m benchmarks.pass_rates FILE` prints it as JSON."""

import json
import os
import sys
from collections import Counter

from legation import pipeline
from legation.coding.tagger import tagger
from legation.reading.sentences import sentences
from legation.records.article import Problem
from legation.settings import load_settings
from legation.sources.inputs import read_inputs


def counts(path: str) -> Counter[str]:
    """Articles, those not coded, and of the sentences of the others: all, screened, gated, with a mention."""
    found = Counter(articles=0, not_coded=0, sentences=0, screened=0, gated=0, telling=0)
    for article, mentions in pipeline.code_each(read_inputs([path], load_settings(os.environ))):
        if isinstance(article, Problem):
            continue
        found["articles"] += 1
        if article.not_coded:
            found["not_coded"] += 1
            continue
        screened = pipeline.read(article).sentences
        gates = tagger().gate([sentence.text for sentence in screened])
        found["sentences"] += len(sentences(article))
        found["screened"] += len(screened)
        found["gated"] += sum(map(tagger().passes, gates))
        found["telling"] += len({(mention.field, mention.sentence.start) for mention in mentions})
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(counts(sys.argv[1])))
