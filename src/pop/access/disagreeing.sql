-- «Jeg er uenig», said aloud and written down by the contact team together with the person: beside any entry that
-- they see, also one that they only obtain from an agency and may change nothing else of. Never over what the person
-- wrote alone; the log says who wrote it down. Without words and with `agrees`: the person no longer disagrees.
-- Answers whether there was such an entry.
--
-- Also beside a reason that somebody gave in a row that is no entry and that nobody may rewrite (rule.reasons): there
-- the person says it through here, too.

-- The tables whose rows hold such a reason.
create or replace function rule.reasons() returns text[]
language sql immutable set search_path = pg_catalog as $$
    select array['process_stepwaived', 'process_planpathway', 'gaps_gapact', 'handovers_checklistmark', 'handovers_handoveritem']
$$;

-- Whether somebody of the contact team sees such a row: as the policy of its table, for functions of the owner.
create or replace function access.reason_known(of_table text, entry jsonb) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    of_plan constant bigint := (entry ->> 'plan_id')::bigint;
    topic constant integer := (entry ->> 'topic_id')::integer;
    gap gaps_gap;
begin
    if of_table in ('process_stepwaived', 'process_planpathway') then
        return of_plan <> all (rule.partly_excluded());
    elsif of_table = 'handovers_checklistmark' then
        return rule.key(of_plan, 0, coalesce(topic, 0)) <> all (rule.excluded_topics());
    elsif of_table = 'handovers_handoveritem' then
        return access.item_known(jsonb_populate_record(null::handovers_handoveritem, entry));
    end if;
    select * into gap from gaps_gap g where g.id = (entry ->> 'gap_id')::bigint;
    return (gap.topic_id is null or rule.key(of_plan, 0, gap.topic_id) <> all (rule.excluded_topics()))
       and (gap.source_key = 0 or rule.key(of_plan, gap.source_key, gap.topic_id) = any (rule.granted()))
       and (gap.topic_id is not null and gap.subject_table <> 'handovers_handoveritem' or gap.owner_agency_id is null
            or gap.owner_agency_id <> all (rule.sensitive_agencies())
            or rule.key(of_plan, gap.owner_agency_id * 2, 0) = any (rule.known_in_plans()));
end $$;

create or replace function access.say_disagrees(of_table text, of_entry uuid, in_words text, agrees boolean)
returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    entry jsonb;
    own boolean := false;
    is_reason constant boolean := coalesce(of_table = any (rule.reasons()), false);
begin
    if access.me() is null or not exists (
            select 1 from information_schema.columns c
            where c.table_schema = 'public' and c.table_name = of_table and c.column_name = 'contested_together') then
        return false;
    end if;
    execute format('select to_jsonb(e) from %I e where key = $1 for update', of_table) into entry using of_entry;
    if entry is null or entry ->> 'removed_at' is not null or entry ->> 'blocked_at' is not null then
        return false;
    end if;
    if is_reason then
        own := (entry ->> 'plan_id')::bigint = any (rule.own());
    end if;
    if not own and not exists (select 1 from rule.my_contact_plans p where p.plan_id = (entry ->> 'plan_id')::bigint) then
        return false;
    end if;
    if not own and not (case when is_reason then access.reason_known(of_table, entry) else
           access.ground((entry ->> 'plan_id')::bigint, (entry ->> 'topic_id')::bigint, (entry ->> 'source_key')::bigint,
                         (entry ->> 'only_me')::boolean, (entry ->> 'only_me_contact_id')::bigint,
                         (entry ->> 'id')::bigint) is not null
           -- What is narrowed to others is not there for whoever guesses its key.
           and (of_table <> 'channel_message' or (entry ->> 'id')::bigint <> all (rule.shut_messages())) end) then
        return false;
    end if;
    if not own and entry ->> 'contested_at' is not null and not (entry ->> 'contested_together')::boolean then
        raise insufficient_privilege using message = 'what the person wrote alone is theirs to change';
    end if;
    execute format('update %I set contested_at = $2, contested_words = $3, contested_together = $4 where id = $1', of_table)
        using (entry ->> 'id')::bigint, case when not agrees then clock_timestamp() end,
              case when agrees then '' else left(in_words, 5000) end, not agrees and not own;
    return true;
end $$;

-- What is done about a gap is told beside it and not in the log; that the person disagreed, and no longer does, is.
create or replace trigger log_change after update of contested_at, contested_words, contested_together on gaps_gapact
    for each row execute function access.log_change();

revoke all on function access.say_disagrees(text, uuid, text, boolean), access.reason_known(text, jsonb), rule.reasons() from public;
grant execute on function access.say_disagrees(text, uuid, text, boolean) to pop_web;
