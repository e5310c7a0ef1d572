-- The ledger. Above the line: what was read and what reviewers said, never rewritten by derivation. Below: what
-- follows from it, which `Ledger.rederive` can make anew at any time.

CREATE TABLE ledger (
    schema_version INTEGER NOT NULL,
    identity VARCHAR NOT NULL         -- random: tells this ledger from others at the same place
);

CREATE TABLE documents (
    document_id VARCHAR NOT NULL,
    known_from DATE NOT NULL,        -- publication; of an undated article the day it was added
    dated BOOLEAN NOT NULL,          -- false: the article has no publication date
    published DATE,
    outlet VARCHAR,                  -- as the article has it, else the host of its address
    language VARCHAR NOT NULL,
    not_coded VARCHAR,
    coder VARCHAR,                   -- which coder read it last; null where it found nothing and gave no name
    record VARCHAR NOT NULL USING COMPRESSION zstd  -- the whole Article as JSON; the text is stored here and nowhere else
);

CREATE TABLE mentions (
    mention_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,        -- place within its document
    record VARCHAR NOT NULL USING COMPRESSION zstd  -- the whole EventMention as JSON, as the coder gave it
);

CREATE SEQUENCE correction_numbers;
CREATE TABLE corrections (
    number BIGINT NOT NULL,
    mention_id VARCHAR NOT NULL,
    judgement VARCHAR NOT NULL,
    who VARCHAR NOT NULL,
    made_at TIMESTAMP NOT NULL,
    reason VARCHAR NOT NULL,
    edit VARCHAR NOT NULL            -- JSON: the fields that an edit replaces
);

CREATE TABLE event_judgements (      -- these mentions, and no others, are one event
    number BIGINT NOT NULL,
    mentions VARCHAR[] NOT NULL,
    who VARCHAR NOT NULL,
    made_at TIMESTAMP NOT NULL,
    reason VARCHAR NOT NULL
);

CREATE TABLE state_judgements (      -- what a reviewer says of a relationship
    number BIGINT NOT NULL,
    row_key VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    mutual BOOLEAN NOT NULL,
    type VARCHAR NOT NULL,
    state VARCHAR,                   -- null: nothing follows from the evidence
    since DATE,
    evidence VARCHAR[] NOT NULL,
    who VARCHAR NOT NULL,
    made_at TIMESTAMP NOT NULL,
    reason VARCHAR NOT NULL
);

CREATE TABLE signatures (document_id VARCHAR NOT NULL, signature UINTEGER[] NOT NULL);

CREATE TABLE problems (origin VARCHAR NOT NULL, what VARCHAR NOT NULL, why VARCHAR NOT NULL, seen DATE NOT NULL);

CREATE SEQUENCE run_numbers;
CREATE TABLE runs (
    number BIGINT NOT NULL,
    started TIMESTAMP NOT NULL,
    finished TIMESTAMP,
    inputs VARCHAR NOT NULL,         -- JSON
    counts VARCHAR                   -- JSON
);

CREATE TABLE changes (               -- what each revision changed, in the order of the revisions
    revision BIGINT NOT NULL,
    document_id VARCHAR              -- added, coded anew or corrected; null: something that is of no document
);

-- Derived ------------------------------------------------------------------------------------------------------
-- Days are packed such that single ones are found at once: as DuckDB packs them by itself, a thousand take 25 ms.

CREATE TABLE bands (                 -- of each signature; a column for each, which is looked through in half the time
    document_id VARCHAR NOT NULL,
    b0 UINTEGER NOT NULL, b1 UINTEGER NOT NULL, b2 UINTEGER NOT NULL, b3 UINTEGER NOT NULL, b4 UINTEGER NOT NULL,
    b5 UINTEGER NOT NULL, b6 UINTEGER NOT NULL, b7 UINTEGER NOT NULL, b8 UINTEGER NOT NULL, b9 UINTEGER NOT NULL,
    b10 UINTEGER NOT NULL, b11 UINTEGER NOT NULL, b12 UINTEGER NOT NULL, b13 UINTEGER NOT NULL, b14 UINTEGER NOT NULL,
    b15 UINTEGER NOT NULL, b16 UINTEGER NOT NULL, b17 UINTEGER NOT NULL, b18 UINTEGER NOT NULL, b19 UINTEGER NOT NULL,
    b20 UINTEGER NOT NULL, b21 UINTEGER NOT NULL, b22 UINTEGER NOT NULL, b23 UINTEGER NOT NULL, b24 UINTEGER NOT NULL,
    b25 UINTEGER NOT NULL, b26 UINTEGER NOT NULL, b27 UINTEGER NOT NULL, b28 UINTEGER NOT NULL, b29 UINTEGER NOT NULL,
    b30 UINTEGER NOT NULL, b31 UINTEGER NOT NULL
);

CREATE TABLE copies (document_id VARCHAR NOT NULL, copy_group VARCHAR NOT NULL);

CREATE TABLE facts (                 -- one row per mention in effect (corrections applied)
    mention_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    block VARCHAR NOT NULL,          -- mentions of different blocks never tell one event
    event_type VARCHAR NOT NULL,
    source VARCHAR[] NOT NULL,
    target VARCHAR[] NOT NULL,
    mutual BOOLEAN NOT NULL,
    factuality VARCHAR NOT NULL,
    cooperation VARCHAR,
    direction VARCHAR,
    start_date DATE USING COMPRESSION bitpacking,
    end_date DATE USING COMPRESSION bitpacking,
    precision VARCHAR NOT NULL,
    place VARCHAR,
    numbers VARCHAR NOT NULL         -- JSON
);

CREATE TABLE claims (                -- what a mention says of one relationship
    row_key VARCHAR NOT NULL,        -- provider, recipient, mutual, type in one
    document_id VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    mutual BOOLEAN NOT NULL,
    type VARCHAR NOT NULL,
    direction VARCHAR NOT NULL,
    factuality VARCHAR NOT NULL,
    event_type VARCHAR NOT NULL,
    act VARCHAR,
    alleged BOOLEAN NOT NULL,
    party BOOLEAN NOT NULL,
    start_date DATE USING COMPRESSION bitpacking,
    end_date DATE USING COMPRESSION bitpacking,
    precision VARCHAR NOT NULL,
    expected_by DATE USING COMPRESSION bitpacking,
    evidence VARCHAR[] NOT NULL,
    confidence DOUBLE NOT NULL
);

CREATE TABLE transitions (
    row_key VARCHAR NOT NULL,
    step INTEGER NOT NULL,
    provider VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    mutual BOOLEAN NOT NULL,
    type VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_latest DATE NOT NULL,
    precision VARCHAR NOT NULL,
    known_from DATE NOT NULL,
    reported BOOLEAN NOT NULL,
    expected_by DATE,
    evidence VARCHAR[] NOT NULL,
    confidence DOUBLE NOT NULL,
    last_told DATE NOT NULL          -- publication of the latest claim for this state
);

CREATE TABLE notes (                 -- disputes, and states noted beside the present one
    row_key VARCHAR NOT NULL,
    day DATE NOT NULL,
    disputes VARCHAR[] NOT NULL,     -- the states that it disputes
    beside VARCHAR,
    evidence VARCHAR[] NOT NULL
);

CREATE TABLE events (
    event_id VARCHAR NOT NULL,
    block VARCHAR NOT NULL,
    event_type VARCHAR NOT NULL,
    source VARCHAR[] NOT NULL,
    target VARCHAR[] NOT NULL,
    mutual BOOLEAN NOT NULL,
    factuality VARCHAR NOT NULL,
    cooperation VARCHAR,
    direction VARCHAR,
    start_date DATE,
    end_date DATE,
    precision VARCHAR NOT NULL,
    first_reported DATE,
    last_reported DATE,
    outlets INTEGER NOT NULL,
    mentions VARCHAR[] NOT NULL,
    numbers STRUCT("what" VARCHAR, "value" DOUBLE, "text" VARCHAR, "start" INTEGER, "end" INTEGER, "unit" VARCHAR)[] NOT NULL
);
