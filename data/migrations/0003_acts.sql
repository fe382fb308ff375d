-- Format 3: acts of entering stand beside imports, with what was done in words (no names in it) and
-- who did it, so that each can be listed and taken back. Made anew so that the columns keep the
-- order of the contract.
CREATE TABLE "imports_3" (
    "import_id" VARCHAR NOT NULL,
    "as_of" DATE NOT NULL,
    "undone_import_id" VARCHAR,
    "act" VARCHAR NOT NULL,
    "label" VARCHAR,
    "who" VARCHAR,
    "recorded_at" TIMESTAMP NOT NULL,
    PRIMARY KEY ("import_id")
);

INSERT INTO "imports_3" BY NAME SELECT * FROM "imports";

DROP TABLE "imports";

ALTER TABLE "imports_3" RENAME TO "imports";
