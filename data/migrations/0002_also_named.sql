-- Format 2: other names that have come with a person's e-mail address. They are one person to the
-- log, and `check` tells of them. Made anew so that the columns keep the order of the contract.
CREATE TABLE "people_2" (
    "person_id" VARCHAR NOT NULL,
    "name" VARCHAR,
    "email" VARCHAR,
    "organization" VARCHAR,
    "title" VARCHAR,
    "industry" VARCHAR,
    "location" VARCHAR,
    "linkedin_url" VARCHAR,
    "prefers" VARCHAR,
    "asks_per_month" INTEGER CHECK ("asks_per_month" BETWEEN 0 AND 99),
    "resting_until" DATE,
    "do_not_contact_on" DATE,
    "also_named" VARCHAR,
    "recorded_at" TIMESTAMP NOT NULL,
    "import_id" VARCHAR
);

INSERT INTO "people_2" BY NAME SELECT * FROM "people";

DROP TABLE "people";

ALTER TABLE "people_2" RENAME TO "people";
