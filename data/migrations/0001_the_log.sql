-- The log (format 1): the tables of data/columns.py, and what a logbook knows of itself.
-- No foreign keys and no secondary indexes: DuckDB refuses harmless updates with them, and scans
-- take milliseconds. A primary key is stated where none of its columns may be empty, but not for
-- people, interviews, referrals, follow_ups and changes: on a million requests the index made an
-- import five times slower, doubled the file and could not spill. There the act that inserts looks
-- for keys that are taken (data/store/transaction.py).

CREATE TABLE logbook (
    product VARCHAR NOT NULL,
    revision BIGINT NOT NULL
);

INSERT INTO logbook VALUES ('onward', 0);

CREATE TABLE "cohorts" (
    "cohort_id" VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL,
    "program" VARCHAR,
    "starts_on" DATE,
    "ends_on" DATE,
    "recorded_at" TIMESTAMP NOT NULL,
    "import_id" VARCHAR,
    PRIMARY KEY ("cohort_id")
);

CREATE TABLE "people" (
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
    "recorded_at" TIMESTAMP NOT NULL,
    "import_id" VARCHAR
);

CREATE TABLE "seekers" (
    "person_id" VARCHAR NOT NULL,
    "cohort_id" VARCHAR NOT NULL,
    "advisor" VARCHAR,
    "joined_on" DATE,
    "left_on" DATE,
    "goal" VARCHAR,
    "capacity_per_week" INTEGER CHECK ("capacity_per_week" BETWEEN 0 AND 99),
    "approximate" VARCHAR,
    "recorded_at" TIMESTAMP NOT NULL,
    "import_id" VARCHAR,
    PRIMARY KEY ("person_id", "cohort_id")
);

CREATE TABLE "seeker_attributes" (
    "person_id" VARCHAR NOT NULL,
    "attribute" VARCHAR NOT NULL,
    "value" VARCHAR NOT NULL,
    "recorded_at" TIMESTAMP NOT NULL,
    "import_id" VARCHAR,
    PRIMARY KEY ("person_id", "attribute")
);

CREATE TABLE "interviews" (
    "interview_id" VARCHAR NOT NULL,
    "seeker_id" VARCHAR NOT NULL,
    "contact_id" VARCHAR NOT NULL,
    "source" VARCHAR CHECK (
        "source" IN (
            'referral',
            'own_network',
            'alumni',
            'association',
            'event',
            'cold',
            'other'
        )
    ),
    "referral_id" VARCHAR,
    "requested_on" DATE,
    "answered_on" DATE,
    "answer" VARCHAR CHECK ("answer" IN ('accepted', 'declined')),
    "scheduled_for" DATE,
    "held_on" DATE,
    "cancelled_on" DATE,
    "mode" VARCHAR CHECK ("mode" IN ('in_person', 'phone', 'video')),
    "minutes_planned" INTEGER CHECK ("minutes_planned" BETWEEN 1 AND 1440),
    "minutes_actual" INTEGER CHECK ("minutes_actual" BETWEEN 1 AND 1440),
    "goal_stated" VARCHAR,
    "researched" BOOLEAN,
    "questions_prepared" INTEGER CHECK ("questions_prepared" BETWEEN 0 AND 200),
    "questions_sent_ahead" BOOLEAN,
    "on_time" BOOLEAN,
    "ran_over" VARCHAR CHECK ("ran_over" IN ('no', 'host_wished', 'we_did')),
    "names_asked" VARCHAR CHECK ("names_asked" IN ('offered', 'asked', 'not_asked')),
    "names_given" INTEGER CHECK ("names_given" BETWEEN 0 AND 200),
    "thanked" BOOLEAN,
    "asked_for_job" VARCHAR CHECK ("asked_for_job" IN ('no', 'asked', 'host_raised')),
    "asked_resume_review" VARCHAR CHECK ("asked_resume_review" IN ('no', 'asked', 'host_offered')),
    "advice" VARCHAR,
    "direction" VARCHAR CHECK ("direction" IN ('confirmed', 'changed', 'ruled_out', 'none')),
    "highlights" VARCHAR,
    "reflection" VARCHAR,
    "notes" VARCHAR,
    "approximate" VARCHAR,
    "recorded_at" TIMESTAMP NOT NULL,
    "import_id" VARCHAR
);

CREATE TABLE "referrals" (
    "referral_id" VARCHAR NOT NULL,
    "seeker_id" VARCHAR NOT NULL,
    "from_id" VARCHAR NOT NULL,
    "interview_id" VARCHAR,
    "referred_id" VARCHAR,
    "lead" VARCHAR,
    "made_on" DATE,
    "kind" VARCHAR CHECK ("kind" IN ('name', 'introduction', 'lead')),
    "waived_on" DATE,
    "waived_reason" VARCHAR,
    "inline_of" VARCHAR,
    "approximate" VARCHAR,
    "recorded_at" TIMESTAMP NOT NULL,
    "import_id" VARCHAR
);

CREATE TABLE "follow_ups" (
    "follow_up_id" VARCHAR NOT NULL,
    "seeker_id" VARCHAR NOT NULL,
    "contact_id" VARCHAR NOT NULL,
    "interview_id" VARCHAR,
    "referral_id" VARCHAR,
    "kind" VARCHAR NOT NULL CHECK (
        "kind" IN (
            'thank_you_email',
            'thank_you_note',
            'connect',
            'advice_used',
            'referral_outcome',
            'update',
            'gave_back',
            'success_news',
            'nudge',
            'asked_for_name'
        )
    ),
    "done_on" DATE,
    "note" VARCHAR,
    "inline_of" VARCHAR,
    "approximate" VARCHAR,
    "recorded_at" TIMESTAMP NOT NULL,
    "import_id" VARCHAR
);

CREATE TABLE "opportunities" (
    "opportunity_id" VARCHAR NOT NULL,
    "seeker_id" VARCHAR NOT NULL,
    "interview_id" VARCHAR,
    "kind" VARCHAR NOT NULL CHECK (
        "kind" IN (
            'good_word',
            'advance_notice',
            'unadvertised_role',
            'temporary_work',
            'project',
            'job_opening'
        )
    ),
    "organization" VARCHAR,
    "opened_on" DATE,
    "applied_on" DATE,
    "interviewed_on" DATE,
    "offered_on" DATE,
    "accepted_on" DATE,
    "closed_on" DATE,
    "closed_reason" VARCHAR,
    "inline_of" VARCHAR,
    "approximate" VARCHAR,
    "recorded_at" TIMESTAMP NOT NULL,
    "import_id" VARCHAR,
    PRIMARY KEY ("opportunity_id")
);

CREATE TABLE "destinations" (
    "person_id" VARCHAR NOT NULL,
    "category" VARCHAR NOT NULL CHECK (
        "category" IN (
            'employed',
            'service',
            'military',
            'continuing_education',
            'seeking',
            'not_seeking'
        )
    ),
    "organization" VARCHAR,
    "started_on" DATE,
    "known_on" DATE NOT NULL,
    "source" VARCHAR,
    "approximate" VARCHAR,
    "recorded_at" TIMESTAMP NOT NULL,
    "import_id" VARCHAR,
    PRIMARY KEY ("person_id", "known_on")
);

CREATE TABLE "debt_decisions" (
    "rule" VARCHAR NOT NULL,
    "seeker_id" VARCHAR NOT NULL,
    "contact_id" VARCHAR,
    "interview_id" VARCHAR,
    "referral_id" VARCHAR,
    "decision" VARCHAR NOT NULL CHECK ("decision" IN ('waived', 'snoozed')),
    "decided_on" DATE NOT NULL,
    "until" DATE,
    "reason" VARCHAR,
    "recorded_at" TIMESTAMP NOT NULL,
    "import_id" VARCHAR
);

CREATE TABLE "notes" (
    "note_id" VARCHAR NOT NULL,
    "person_id" VARCHAR,
    "cohort_id" VARCHAR,
    "kind" VARCHAR NOT NULL CHECK ("kind" IN ('session', 'review', 'agreement')),
    "noted_on" DATE NOT NULL,
    "text" VARCHAR,
    "due_on" DATE,
    "done_on" DATE,
    "recorded_at" TIMESTAMP NOT NULL,
    "import_id" VARCHAR,
    PRIMARY KEY ("note_id")
);

CREATE TABLE "same_person" (
    "person_id" VARCHAR NOT NULL,
    "is_person_id" VARCHAR NOT NULL,
    "decided_on" DATE NOT NULL,
    "undone_on" DATE,
    "recorded_at" TIMESTAMP NOT NULL,
    "import_id" VARCHAR,
    PRIMARY KEY ("person_id", "is_person_id", "decided_on")
);

CREATE TABLE "imports" (
    "import_id" VARCHAR NOT NULL,
    "as_of" DATE NOT NULL,
    "undone_import_id" VARCHAR,
    "act" VARCHAR NOT NULL,
    "recorded_at" TIMESTAMP NOT NULL,
    PRIMARY KEY ("import_id")
);

CREATE TABLE "import_files" (
    "import_id" VARCHAR NOT NULL,
    "file" VARCHAR NOT NULL,
    "sha256" VARCHAR NOT NULL,
    "rows" INTEGER,
    "accepted" INTEGER,
    "updated" INTEGER,
    "duplicates" INTEGER,
    "rejected" INTEGER,
    "recorded_at" TIMESTAMP NOT NULL,
    PRIMARY KEY ("import_id", "file")
);

CREATE TABLE "changes" (
    "change_id" VARCHAR NOT NULL,
    "act" VARCHAR NOT NULL,
    "who" VARCHAR,
    "in_table" VARCHAR NOT NULL,
    "row_key" VARCHAR NOT NULL,
    "before" VARCHAR,
    "after" VARCHAR,
    "recorded_at" TIMESTAMP NOT NULL,
    "import_id" VARCHAR
);

CREATE TABLE "policies" (
    "valid_from" DATE,
    "toml" VARCHAR NOT NULL,
    "recorded_at" TIMESTAMP NOT NULL,
    "import_id" VARCHAR
);

CREATE TABLE "mappings" (
    "name" VARCHAR NOT NULL,
    "mapping" VARCHAR NOT NULL,
    "recorded_at" TIMESTAMP NOT NULL,
    "import_id" VARCHAR,
    PRIMARY KEY ("name")
);

CREATE TABLE "settings" (
    "setting" VARCHAR NOT NULL,
    "value" VARCHAR NOT NULL,
    "recorded_at" TIMESTAMP NOT NULL,
    "import_id" VARCHAR,
    PRIMARY KEY ("setting")
);
