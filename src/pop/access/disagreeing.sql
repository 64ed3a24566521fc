-- «Jeg er uenig», said aloud and written down by the contact team together with the person: beside any entry that
-- they see, also one that they only obtain from an agency and may change nothing else of. Never over what the person
-- wrote alone; the log says who wrote it down. Without words and with `agrees`: the person no longer disagrees.
-- Answers whether there was such an entry.
create or replace function access.say_disagrees(of_table text, of_entry uuid, in_words text, agrees boolean)
returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    entry jsonb;
begin
    if access.me() is null or not exists (
            select 1 from information_schema.columns c
            where c.table_schema = 'public' and c.table_name = of_table and c.column_name = 'contested_together') then
        return false;
    end if;
    execute format('select to_jsonb(e) from %I e where key = $1 and removed_at is null and blocked_at is null for update',
                   of_table) into entry using of_entry;
    if entry is null
       or not exists (select 1 from rule.my_contact_plans p where p.plan_id = (entry ->> 'plan_id')::bigint)
       or access.ground((entry ->> 'plan_id')::bigint, (entry ->> 'topic_id')::bigint, (entry ->> 'source_key')::bigint,
                        (entry ->> 'only_me')::boolean, (entry ->> 'only_me_contact_id')::bigint,
                        (entry ->> 'id')::bigint) is null then
        return false;
    end if;
    if entry ->> 'contested_at' is not null and not (entry ->> 'contested_together')::boolean then
        raise insufficient_privilege using message = 'what the person wrote alone is theirs to change';
    end if;
    execute format('update %I set contested_at = $2, contested_words = $3, contested_together = $4 where id = $1', of_table)
        using (entry ->> 'id')::bigint, case when not agrees then clock_timestamp() end,
              case when agrees then '' else left(in_words, 5000) end, not agrees;
    return true;
end $$;

revoke all on function access.say_disagrees(text, uuid, text, boolean) from public;
grant execute on function access.say_disagrees(text, uuid, text, boolean) to pop_web;
