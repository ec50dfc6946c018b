"""The database's side of the workflow: triggers that refuse what ``perform`` refuses.

Written as plain triggers (not the library's, whose switch anyone with SQL can turn), they check every action
row against ``casework_actionrule`` and let a case change state only together with its action row. Errors use
SQLSTATE 23514 (check_violation), so that Django raises ``IntegrityError``.
"""

CHECK_ACTION = """
CREATE OR REPLACE FUNCTION casework_check_action() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    c casework_case; r casework_actionrule; g record; place text; item record; undone casework_caseaction;
BEGIN
    SELECT * INTO c FROM casework_case WHERE id = NEW.case_id FOR UPDATE;
    IF NEW.action = 'recall' THEN
        SELECT * INTO undone FROM casework_caseaction a WHERE a.case_id = c.id AND a.version = c.version;
    END IF;
    SELECT * INTO r FROM casework_actionrule
        WHERE kind = c.kind AND action = COALESCE(undone.action, NEW.action);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'casework: % is no action of %', NEW.action, c.kind USING ERRCODE = '23514';
    END IF;
    IF c.origin <> 'entered' THEN
        RAISE EXCEPTION 'casework: a migrated case takes no steps' USING ERRCODE = '23514';
    END IF;
    IF NEW.action = 'recall' THEN
        IF NOT r.recallable OR NEW.version <> c.version + 1 OR undone.version < 2
           OR undone.user_id <> NEW.user_id OR undone.person_key <> NEW.person_key
           OR NEW.from_state <> c.state OR NEW.from_state <> undone.to_state
           OR NEW.to_state <> undone.from_state OR NEW.duty <> '' THEN
            RAISE EXCEPTION 'casework: only the last step, by its person, back to where it began'
                USING ERRCODE = '23514';
        END IF;
    ELSIF NEW.version = 1 THEN
        IF c.version <> 1 OR NEW.from_state <> '' OR cardinality(r.from_states) > 0 THEN
            RAISE EXCEPTION 'casework: not a first step' USING ERRCODE = '23514';
        END IF;
    ELSIF NEW.version <> c.version + 1 OR NEW.from_state <> c.state OR NOT c.state = ANY (r.from_states) THEN
        RAISE EXCEPTION 'casework: % not possible in state % version %', NEW.action, c.state, c.version
            USING ERRCODE = '23514';
    END IF;
    IF NEW.action <> 'recall' AND NOT NEW.to_state = ANY (r.to_states) THEN
        RAISE EXCEPTION 'casework: % does not lead to %', NEW.action, NEW.to_state USING ERRCODE = '23514';
    END IF;

    SELECT gr.region_id, gr.valid_from, gr.valid_to, gr.lines, p.permissions, u.person_key, u.is_active, u.is_system
        INTO g
        FROM accounts_grant gr
        JOIN accounts_post p ON p.code = gr.post_id
        JOIN accounts_user u ON u.id = gr.user_id
        WHERE gr.id = NEW.grant_id AND gr.user_id = NEW.user_id;
    IF NOT FOUND OR NOT g.is_active OR g.person_key <> NEW.person_key
       OR g.valid_from > NEW.business_date OR COALESCE(g.valid_to, NEW.business_date) < NEW.business_date THEN
        RAISE EXCEPTION 'casework: no grant in force' USING ERRCODE = '23514';
    END IF;
    IF NOT r.permission = ANY (g.permissions) THEN
        RAISE EXCEPTION 'casework: the post does not hold %', r.permission USING ERRCODE = '23514';
    END IF;
    IF NOT starts_with(c.region_id, g.region_id) OR (cardinality(g.lines) > 0 AND NOT c.line = ANY (g.lines)) THEN
        RAISE EXCEPTION 'casework: outside the region or line of the grant' USING ERRCODE = '23514';
    END IF;
    place := CASE WHEN g.is_system THEN 'system'
                  ELSE (ARRAY['district', 'town', 'community'])[length(g.region_id) / 3 - 1] END;
    IF (r.decision AND place <> c.decision_level) OR (NOT r.decision AND NOT place = ANY (r.levels)) THEN
        RAISE EXCEPTION 'casework: % is not taken at level %', NEW.action, place USING ERRCODE = '23514';
    END IF;

    IF NEW.action = 'recall' THEN
        RETURN NEW;
    END IF;
    IF r.needs_bureau_visit AND (c.relative_registered
           OR EXISTS (SELECT 1 FROM casework_complaint m WHERE m.case_id = c.id))
       AND NOT EXISTS (SELECT 1 FROM casework_visit v
                       WHERE v.case_id = c.id AND v.by_bureau AND v.second_signed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'casework: the bureau has not visited' USING ERRCODE = '23514';
    END IF;
    IF r.task <> '' THEN
        SELECT holder_id INTO item FROM casework_workitem
            WHERE case_id = c.id AND task = r.task AND closed_at IS NULL;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'casework: no open task %', r.task USING ERRCODE = '23514';
        END IF;
        IF item.holder_id IS NOT NULL AND item.holder_id <> NEW.user_id THEN
            RAISE EXCEPTION 'casework: the task % is held by another', r.task USING ERRCODE = '23514';
        END IF;
    END IF;

    IF NEW.person_key <> '' THEN
        IF EXISTS (SELECT 1 FROM casework_caseaction a
                   WHERE a.case_id = c.id AND a.person_key = NEW.person_key AND a.duty = ANY (r.not_after)) THEN
            RAISE EXCEPTION 'casework: four eyes' USING ERRCODE = '23514';
        END IF;
        IF EXISTS (SELECT 1 FROM people_person p
                   WHERE p.number_digest = decode(NEW.person_key, 'hex')
                     AND (p.id = c.applicant_id OR p.id IN (
                          SELECT m.person_id FROM people_householdmember m WHERE m.household_id = c.household_id))) THEN
            RAISE EXCEPTION 'casework: a member of the household' USING ERRCODE = '23514';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""

CHECK_CASE = """
CREATE OR REPLACE FUNCTION casework_check_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.origin = 'entered' AND (NEW.state <> 'submitted' OR NEW.version <> 1
           OR NEW.accepted_on IS NOT NULL OR NEW.decision_level <> '') THEN
            RAISE EXCEPTION 'casework: a case begins as submitted' USING ERRCODE = '23514';
        END IF;
        IF NEW.origin = 'migration' AND NEW.state NOT IN ('confirmed', 'not_confirmed') THEN
            RAISE EXCEPTION 'casework: only decided cases are taken over' USING ERRCODE = '23514';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.origin <> 'migration' THEN
            RAISE EXCEPTION 'casework: cases are not deleted' USING ERRCODE = '23514';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.kind <> OLD.kind OR NEW.number <> OLD.number OR NEW.origin <> OLD.origin
       OR NEW.created_by_id <> OLD.created_by_id OR NEW.submitted_at <> OLD.submitted_at THEN
        RAISE EXCEPTION 'casework: what a case is does not change' USING ERRCODE = '23514';
    END IF;
    SELECT a.action, r.reroutes INTO step FROM casework_caseaction a
        LEFT JOIN casework_actionrule r ON r.kind = NEW.kind AND r.action = a.action
        WHERE a.case_id = NEW.id AND a.version = NEW.version AND NEW.version = OLD.version + 1;
    IF OLD.accepted_on IS NOT NULL AND (NEW.accepted_on IS DISTINCT FROM OLD.accepted_on
       OR NEW.decision_level <> OLD.decision_level) THEN
        IF COALESCE(step.action, '') = 'recall' AND NEW.state = 'submitted' THEN
            IF NEW.accepted_on IS NOT NULL OR NEW.decision_level <> '' OR NEW.due_on IS NOT NULL THEN
                RAISE EXCEPTION 'casework: half an acceptance' USING ERRCODE = '23514';
            END IF;
        ELSIF NEW.accepted_on IS DISTINCT FROM OLD.accepted_on OR NOT COALESCE(step.reroutes, false)
              OR OLD.decision_level <> 'town' OR NEW.decision_level <> 'district' THEN
            RAISE EXCEPTION 'casework: acceptance is frozen' USING ERRCODE = '23514';
        END IF;
    END IF;
    IF OLD.relative_registered AND NOT NEW.relative_registered AND OLD.accepted_on IS NOT NULL THEN
        RAISE EXCEPTION 'casework: a registered relative stays registered' USING ERRCODE = '23514';
    END IF;
    IF OLD.extended_on IS NOT NULL AND NEW.extended_on IS DISTINCT FROM OLD.extended_on THEN
        RAISE EXCEPTION 'casework: a limit is extended once' USING ERRCODE = '23514';
    END IF;
    IF OLD.due_on IS NOT NULL AND NEW.due_on IS DISTINCT FROM OLD.due_on AND step.action IS NULL THEN
        RAISE EXCEPTION 'casework: a limit moves only with an action' USING ERRCODE = '23514';
    END IF;
    IF NEW.state <> OLD.state OR NEW.version <> OLD.version THEN
        IF NEW.version <> OLD.version + 1 OR NOT EXISTS (
            SELECT 1 FROM casework_caseaction a
            WHERE a.case_id = NEW.id AND a.version = NEW.version
              AND a.from_state = OLD.state AND a.to_state = NEW.state) THEN
            RAISE EXCEPTION 'casework: a state changes only with its action' USING ERRCODE = '23514';
        END IF;
    ELSIF NEW.decided_on IS DISTINCT FROM OLD.decided_on THEN
        RAISE EXCEPTION 'casework: a decision changes only with its action' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
"""

FIRST_ACTION = """
CREATE OR REPLACE FUNCTION casework_first_action() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.origin = 'entered' AND NOT EXISTS (
        SELECT 1 FROM casework_caseaction a WHERE a.case_id = NEW.id AND a.version = 1) THEN
        RAISE EXCEPTION 'casework: a case without its submission' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER casework_first_action AFTER INSERT ON casework_case
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION casework_first_action();
"""

# A step's papers may not be altered once the case has been decided.
FROZEN_PAPERS = """
CREATE OR REPLACE FUNCTION casework_frozen_papers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM casework_case c WHERE c.id = OLD.case_id
               AND c.state IN ('confirmed', 'not_confirmed')) THEN
        RAISE EXCEPTION 'casework: papers of a decided case are frozen' USING ERRCODE = '23514';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER casework_frozen_visit BEFORE UPDATE OR DELETE ON casework_visit
    FOR EACH ROW EXECUTE FUNCTION casework_frozen_papers();
CREATE TRIGGER casework_frozen_verification BEFORE UPDATE OR DELETE ON casework_verification
    FOR EACH ROW EXECUTE FUNCTION casework_frozen_papers();
"""

TRIGGERS = """
CREATE TRIGGER casework_check_action BEFORE INSERT ON casework_caseaction
    FOR EACH ROW EXECUTE FUNCTION casework_check_action();
CREATE TRIGGER casework_check_case BEFORE INSERT OR UPDATE OR DELETE ON casework_case
    FOR EACH ROW EXECUTE FUNCTION casework_check_case();
"""

GUARDS = (CHECK_ACTION, CHECK_CASE, TRIGGERS, FIRST_ACTION, FROZEN_PAPERS)
# Objections belong to a notice on show; what was answered or drawn stays.
OVERSIGHT = """
CREATE OR REPLACE FUNCTION casework_check_objection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM casework_publicnotice n WHERE n.id = NEW.notice_id AND n.case_id = NEW.case_id
                   AND NEW.received_on BETWEEN n.posted_on AND n.ends_on) THEN
        RAISE EXCEPTION 'casework: an objection after the notice is a complaint' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER casework_check_objection BEFORE INSERT OR UPDATE ON casework_objection
    FOR EACH ROW EXECUTE FUNCTION casework_check_objection();

CREATE OR REPLACE FUNCTION casework_concluded_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.outcome <> '' AND NEW.outcome <> OLD.outcome) THEN
        RAISE EXCEPTION 'casework: what was concluded stays' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER casework_objection_stays BEFORE UPDATE OR DELETE ON casework_objection
    FOR EACH ROW EXECUTE FUNCTION casework_concluded_stays();
CREATE TRIGGER casework_sample_stays BEFORE UPDATE OR DELETE ON casework_samplecheck
    FOR EACH ROW EXECUTE FUNCTION casework_concluded_stays();
CREATE TRIGGER casework_complaint_stays BEFORE UPDATE OR DELETE ON casework_complaint
    FOR EACH ROW EXECUTE FUNCTION casework_concluded_stays();
"""
UNDO_OVERSIGHT = """
DROP TRIGGER casework_complaint_stays ON casework_complaint;
DROP TRIGGER casework_sample_stays ON casework_samplecheck;
DROP TRIGGER casework_objection_stays ON casework_objection;
DROP TRIGGER casework_check_objection ON casework_objection;
DROP FUNCTION casework_concluded_stays, casework_check_objection;
"""
UNDO = """
DROP TRIGGER casework_frozen_visit ON casework_visit;
DROP TRIGGER casework_frozen_verification ON casework_verification;
DROP TRIGGER casework_first_action ON casework_case;
DROP TRIGGER casework_check_case ON casework_case;
DROP TRIGGER casework_check_action ON casework_caseaction;
DROP FUNCTION casework_frozen_papers, casework_first_action, casework_check_case, casework_check_action;
"""
