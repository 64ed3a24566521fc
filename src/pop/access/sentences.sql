-- Rules for the facts of the sentence and what is computed from them; and the calendar of working days.

-- Working days: the twin of pop/plans/calendar.py. The free days are put in when the rules are applied
-- (access/free_days.py), Saturdays and Sundays are not among them.
create table if not exists access.free_day (day date primary key, name text not null);
revoke all on access.free_day from public;

create or replace function access.fill_free_days(days date[], names text[]) returns void
language sql volatile set search_path = pg_catalog as $$
    delete from access.free_day f where f.day <> all (days);
    insert into access.free_day (day, name) select d, n from unnest(days, names) as x(d, n)
    on conflict (day) do update set name = excluded.name where access.free_day.name <> excluded.name
$$;

create or replace function access.is_working_day(of_day date) returns boolean
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
    return extract(isodow from of_day) < 6 and not exists (select 1 from access.free_day f where f.day = of_day);
end $$;

-- The day itself, or the first working day after it (domstolloven § 149).
create or replace function access.next_working_day(of_day date) returns date
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
    while not access.is_working_day(of_day) loop
        of_day := of_day + 1;
    end loop;
    return of_day;
end $$;

-- The working day number `count` after a day, before it when negative; nought is the day itself.
create or replace function access.add_working_days(of_day date, count integer) returns date
language plpgsql stable security definer set search_path = pg_catalog as $$
declare left_over integer := abs(count);
begin
    while left_over > 0 loop
        of_day := of_day + sign(count)::integer;
        left_over := left_over - access.is_working_day(of_day)::integer;
    end loop;
    return of_day;
end $$;

-- Working days after the first up to and with the last; negative when the last comes before the first.
create or replace function access.working_days_between(first_day date, last_day date) returns integer
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
    early constant date := least(first_day, last_day);
    late constant date := greatest(first_day, last_day);
begin
    return sign(last_day - first_day)::integer * (
        (select count(*)::integer from generate_series(1, late - early) n where extract(isodow from early + n) < 6)
        - (select count(*)::integer from access.free_day f
           where f.day > early and f.day <= late and extract(isodow from f.day) < 6));
end $$;

revoke all on function access.fill_free_days(date[], text[]), access.is_working_day(date), access.next_working_day(date),
    access.add_working_days(date, integer), access.working_days_between(date, date) from public;
grant execute on function access.is_working_day(date), access.next_working_day(date),
    access.add_working_days(date, integer), access.working_days_between(date, date) to pop_web;

-- Varetekt has no sentence, and so neither facts of one nor wishes about progression (rule B6). By the form that holds
-- on the day, whoever may see it. What was read in from a form stays as it stood there.
create or replace function access.on_remand(of_plan bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return coalesce((select f.form = 'remand' from plans_servingform f
        where f.plan_id = of_plan and f.removed_at is null and f.blocked_at is null and f.since <= access.day()
        order by f.since desc, f.id desc limit 1), false);
end $$;

-- Whether a refusal may say why: to the person, and those of the contact team from whom the topic is not kept. Others are told
-- nothing by which they would learn what they do not see.
create or replace function access.may_be_told(of_plan bigint, of_topic integer) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return of_plan = any (rule.own()) or coalesce(access.ground(of_plan, of_topic, 0) = 'contact_team', false);
end $$;

-- After the insert, so that whoever may not write here is refused by the policy, on remand and off it alike.
create or replace function access.guard_remand() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if access.me() is not null and not new.imported and access.on_remand(new.plan_id) then
        raise exception using errcode = 'check_violation', constraint = 'no_sentence_on_remand', table = tg_table_name,
            message = case when access.may_be_told(new.plan_id, 42)
                then 'I varetekt er det ingen dom å regne datoer av eller ønske progresjon i. Det kan skrives inn når gjennomføringen begynner (B6).'
                else 'Dette kan ikke registreres nå. Spør kontaktteamet.' end;
    end if;
    return null;
end $$;
do $$
declare kind text;
begin
    foreach kind in array array['sentences_sentencefacts', 'sentences_sentenceterm', 'sentences_interruption',
                                'plans_progressionwish', 'wishes_plannedleave', 'wishes_wish'] loop
        execute format('create or replace trigger guard_remand after insert on %I for each row'
                       ' when (current_user = session_user %s) execute function access.guard_remand()', kind,
                       case kind when 'wishes_wish' then 'and new.topic_id = 44' else '' end);
    end loop;
end $$;

-- Restrictions (rule B6): the last day of those that hold on a day, null when there are none. Whether the channel of a plan, and
-- whatever else reaches out of it, is closed: for functions of the owner.
create or replace function access.restricted_until(of_plan bigint, on_day date default null) returns date
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return (select max(r.until) from sentences_restriction r
            where r.plan_id = of_plan and r.removed_at is null and r.blocked_at is null
              and coalesce(on_day, access.day()) between r.since and r.until);
end $$;
create or replace function access.restricted(of_plan bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return access.restricted_until(of_plan) is not null;
end $$;

-- Nobody outside is invited, or called to a meeting on a day on which they hold; nor is a meeting to which somebody outside is
-- called moved to such a day. Not closed for those inside, the lawyer and the health service of the prison.
create or replace function access.kept_out(of_plan bigint, of_user bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return not (
       exists (select 1 from people_unitrole r where r.user_id = of_user and (r.until is null or r.until >= access.today()))
       or exists (select 1 from people_user u join plans_plan p on p.person_id = u.person_id where u.id = of_user and p.id = of_plan)
       or exists (select 1 from people_agencyrole r join people_agency a on a.id = r.agency_id
                  where r.user_id = of_user and a.kind in ('lawyer', 'prison_health')
                    and (r.until is null or r.until >= access.today())));
end $$;

-- The last day on which nobody outside can be invited, said before somebody tries: to whoever would be told why.
create or replace function access.closed_until(of_plan bigint) returns date
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return case when access.may_be_told(of_plan, 49) then access.restricted_until(of_plan) end;
end $$;

-- No login is past it, nor a code or a name that leads into the team. After the change, as guard_remand. Who is called and
-- when may change in one go: plans/restricted.py asks when both are written.
create or replace function access.guard_restricted() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    closed date;
    -- As it stands now, when the question was put off.
    meeting plans_meeting;
begin
    if access.me() is null then
        return null;
    end if;
    if tg_table_name = 'teams_supportteammember' then
        closed := case when access.kept_out(new.plan_id, new.user_id) then access.restricted_until(new.plan_id) end;
    else
        select * into meeting from plans_meeting m
        where m.id = (to_jsonb(new) ->> case tg_table_name when 'plans_meeting' then 'id' else 'meeting_id' end)::bigint;
        if meeting.removed_at is null and exists (
                select 1 from plans_meetinginvitee i where i.meeting_id = meeting.id and access.kept_out(meeting.plan_id, i.user_id)
                  and (tg_table_name = 'plans_meeting' or i.id = (to_jsonb(new) ->> 'id')::bigint)) then
            closed := access.restricted_until(meeting.plan_id, greatest(meeting.date, access.day()));
        end if;
    end if;
    if closed is not null then
        raise exception using errcode = 'check_violation', constraint = 'restrictions_close_the_way', table = tg_table_name,
            message = case when access.may_be_told(new.plan_id, 49)
                then format('Det er restriksjoner til og med %s. Så lenge kan ingen utenfor inviteres eller kalles inn til møte. '
                            'Det gjelder ikke advokat og helsetjenesten i fengselet (B6).', to_char(closed, 'DD.MM.YYYY'))
                else 'Dette kan ikke registreres nå. Spør kontaktteamet.' end;
    end if;
    return null;
end $$;
drop trigger if exists guard_restricted on teams_supportteammember;
drop trigger if exists guard_restricted on plans_meetinginvitee;
drop trigger if exists guard_moved on plans_meeting;
create trigger guard_restricted after insert on teams_supportteammember
    for each row execute function access.guard_restricted();
create constraint trigger guard_restricted after insert or update of user_id, meeting_id on plans_meetinginvitee
    deferrable initially immediate for each row execute function access.guard_restricted();
create constraint trigger guard_moved after update of date, removed_at on plans_meeting
    deferrable initially immediate for each row
    when (old.date is distinct from new.date or old.removed_at is distinct from new.removed_at)
    execute function access.guard_restricted();

-- Meetings that were agreed before the restrictions, on a day on which these hold, with somebody whom they keep out: for the
-- contact team, who moves them or calls them off.
create or replace function access.meetings_kept_out(of_plan bigint) returns setof bigint
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query select distinct m.id from plans_meeting m join plans_meetinginvitee i on i.meeting_id = m.id
        where m.plan_id = of_plan and of_plan = any (rule.contact()) and m.removed_at is null and m.held is null
          and m.date >= access.day() and access.kept_out(of_plan, i.user_id)
          and access.restricted_until(of_plan, m.date) is not null;
end $$;

-- How many rows the dates of a plan are computed from: whoever sees fewer does not compute for others.
create or replace function access.sentence_rows(of_plan bigint) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select (select count(*) from sentences_sentencefacts e where e.plan_id = of_plan and e.removed_at is null and e.blocked_at is null)
         + (select count(*) from sentences_sentenceterm e where e.plan_id = of_plan and e.removed_at is null and e.blocked_at is null)
         + (select count(*) from sentences_interruption e where e.plan_id = of_plan and e.removed_at is null and e.blocked_at is null)
         + (select count(*) from plans_servingform e where e.plan_id = of_plan and e.removed_at is null and e.blocked_at is null)
$$;

-- What the dates will be from a day on which another form of serving begins: worked out with those of today, and put in
-- their place by the nightly scan, which knows no facts. Nobody reads it.
create table if not exists access.coming_dates (
    plan_id bigint not null, from_day date not null, computed jsonb not null, primary key (plan_id, from_day));
revoke all on access.coming_dates from public;

-- That dates have moved is a change like others (history): one for each time, with the day before and after of each date, under
-- «forventet løslatelse», which is where the dates are seen. As they themselves, the person's alone while something that they
-- are computed from is kept. The day of release is that of another date, and stands in the plan.
create or replace function access.log_moved(of_plan bigint, was jsonb, becomes jsonb) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    facts constant jsonb := jsonb_build_object('plan_id', of_plan, 'topic_id', 43);
    kinds constant text[] := array(select distinct k from jsonb_object_keys(was || becomes) k
                                   where k <> 'release' and was -> k is distinct from becomes -> k);
    subject bigint;
begin
    if cardinality(kinds) > 0 then
        subject := access.subject_of('sentences_milestone', of_plan, facts);
        perform access.write_change(subject, null, facts, 'sentences_milestone', of_plan, 'update',
            jsonb_object(kinds, array(select was ->> k from unnest(kinds) k)),
            jsonb_object(kinds, array(select becomes ->> k from unnest(kinds) k)));
        perform access.keep_moved(of_plan);
    end if;
end $$;

create or replace function access.keep_moved(of_plan bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    update changelog_subject s set now_only_me = access.sentence_kept(of_plan)
    where s."table" = 'sentences_milestone' and s.row_id = of_plan and s.now_only_me <> access.sentence_kept(of_plan);
end $$;

-- Whether the person keeps something to themselves that the dates are computed from.
create or replace function access.sentence_kept(of_plan bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select 1 from sentences_sentencefacts e where e.plan_id = of_plan and e.only_me and e.removed_at is null)
        or exists (select 1 from sentences_sentenceterm e where e.plan_id = of_plan and e.only_me and e.removed_at is null)
        or exists (select 1 from sentences_interruption e where e.plan_id = of_plan and e.only_me and e.removed_at is null)
$$;

create or replace function access.follow_kept() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform access.keep_moved(new.plan_id);
    return null;
end $$;
do $$
declare kind text;
begin
    foreach kind in array array['sentences_sentencefacts', 'sentences_sentenceterm', 'sentences_interruption'] loop
        execute format('create or replace trigger follow_kept after update of only_me, removed_at on %I for each row'
                       ' when (old.only_me <> new.only_me or new.only_me) execute function access.follow_kept()', kind);
    end loop;
end $$;

-- Puts computed dates in the place of those before. What the person disagrees with stays, also when the date is gone.
-- Answers whether any day moved. With `told` it goes into the log, unless these are the first.
drop function if exists access.put_milestones(bigint, jsonb);
create or replace function access.put_milestones(of_plan bigint, computed jsonb, told boolean) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    before constant jsonb := (select coalesce(jsonb_object_agg(m.kind, m.on_day), '{}') from sentences_milestone m
                              where m.plan_id = of_plan and m.on_day is not null);
    first constant boolean := not exists (select 1 from sentences_milestone m where m.plan_id = of_plan
                                          and (m.on_day is not null or m.assess <> ''));
    becomes jsonb;
begin
    delete from sentences_milestone m where m.plan_id = of_plan and m.contested_at is null
        and m.kind not in (select c ->> 'kind' from jsonb_array_elements(computed) c);
    update sentences_milestone m set on_day = null, until_day = null, assess = ''
    where m.plan_id = of_plan and m.kind not in (select c ->> 'kind' from jsonb_array_elements(computed) c);
    insert into sentences_milestone as m (plan_id, kind, on_day, until_day, assess, computed_at, contested_words, contested_together)
    select of_plan, c ->> 'kind', (c ->> 'on')::date, (c ->> 'until')::date, c ->> 'assess', access.moment(), '', false
    from jsonb_array_elements(computed) c
    on conflict (plan_id, kind) do update set
        before_day = case when m.on_day is distinct from excluded.on_day then m.on_day else m.before_day end,
        changed_at = case when m.on_day is distinct from excluded.on_day then excluded.computed_at else m.changed_at end,
        on_day = excluded.on_day, until_day = excluded.until_day, assess = excluded.assess, computed_at = excluded.computed_at;
    becomes := (select coalesce(jsonb_object_agg(m.kind, m.on_day), '{}') from sentences_milestone m
                where m.plan_id = of_plan and m.on_day is not null);
    if told and not first then
        perform access.log_moved(of_plan, before, becomes);
    end if;
    return before is distinct from becomes and not (told and first);
end $$;

-- Tells the contact team that the dates have moved: all of it, or the one who has what is the main contact's to do. Not who did
-- it, nor those from whom the dates are kept.
create or replace function access.tell_dates(of_plan bigint, everybody boolean) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    insert into teams_task (key, user_id, plan_id, kind, at)
    select gen_random_uuid(), c.user_id, of_plan, 'dates_moved', access.moment()
    from (select f.user_id, row_number() over (order by f.user_id is distinct from m.team_id, f.role <> 'main', f.role <> 'deputy',
                                               f.since, f.user_id) as place
          from (select distinct on (x.user_id) x.* from rule.fit_contacts x where x.plan_id = of_plan order by x.user_id, x.role) f
          left join rule.main_contacts m on m.plan_id = of_plan
          where not exists (select 1 from consents_exclusion e where e.plan_id = of_plan and e.topic_id = 43
                            and e.lifted_at is null and e.user_id = f.user_id)) c
    where (everybody or c.place = 1) and c.user_id is distinct from access.me()
      and not exists (select 1 from teams_task t where t.user_id = c.user_id and t.plan_id = of_plan
                      and t.kind = 'dates_moved' and t.done_at is null)
$$;

-- «Forventet løslatelse» in the plan goes along as long as it is the day that was computed before.
create or replace function access.move_release(of_plan bigint, was date) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    becomes constant date := (select m.on_day from sentences_milestone m where m.plan_id = of_plan and m.kind = 'release');
begin
    update plans_expectedrelease e set "on" = coalesce(becomes, e."on"),
        removed_at = case when becomes is null then access.moment() end
    where becomes is distinct from was and e."on" = was and e.id = (
        select x.id from plans_expectedrelease x where x.plan_id = of_plan and x.removed_at is null
          and x.blocked_at is null order by x.written_at desc, x.id desc limit 1);
end $$;

-- Keeps what the contact team's change computed, or the person's who blocked a fact (sentences/actions.py), for gaps and
-- deadlines. Answers whether the release day in the plan is theirs to move along, and what it was. The main contact is told of
-- dates that moved, unless it was they. Not kept for who may not write in the topic, or sees less than there is. `ahead`: what
-- it will be, by the days on which another form of serving begins.
drop function if exists access.keep_milestones(bigint, bigint, jsonb);
create or replace function access.keep_milestones(of_plan bigint, seen bigint, computed jsonb, ahead jsonb default '[]')
returns table (kept boolean, was date)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    if coalesce(access.ground(of_plan, 43, 0), '') not in ('contact_team', 'own_plan') or seen <> access.sentence_rows(of_plan) then
        return query select false, null::date;
        return;
    end if;
    perform 1 from plans_plan p where p.id = of_plan for no key update;
    was := (select m.on_day from sentences_milestone m where m.plan_id = of_plan and m.kind = 'release');
    if access.put_milestones(of_plan, computed, true) then
        perform access.tell_dates(of_plan, false);
        -- The person, who blocked what was another's, does not write kriminalomsorgen's day.
        if of_plan = any (rule.own()) then
            perform access.move_release(of_plan, was);
        end if;
    end if;
    delete from access.coming_dates c where c.plan_id = of_plan;
    insert into access.coming_dates (plan_id, from_day, computed)
    select of_plan, (a ->> 'from')::date, a -> 'dates' from jsonb_array_elements(ahead) a
    where (a ->> 'from')::date > access.day() on conflict do nothing;
    kept := not of_plan = any (rule.own());
    return next;
end $$;

-- At night: another form of serving has begun, and the dates that were worked out for it hold. «Forventet løslatelse» in the
-- plan goes along. Each who follows the person up is told that the dates have moved.
create or replace function access.begin_dates() returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    coming record;
    was date;
    moved integer := 0;
begin
    for coming in select * from access.coming_dates c where c.from_day <= access.day() order by c.plan_id, c.from_day for update loop
        perform 1 from plans_plan p where p.id = coming.plan_id for no key update;
        was := (select m.on_day from sentences_milestone m where m.plan_id = coming.plan_id and m.kind = 'release');
        delete from access.coming_dates c where c.plan_id = coming.plan_id and c.from_day = coming.from_day;
        continue when not access.put_milestones(coming.plan_id, coming.computed, true);
        perform access.move_release(coming.plan_id, was);
        perform access.tell_dates(coming.plan_id, true);
        moved := moved + 1;
    end loop;
    return moved;
end $$;

-- The dates as they were computed last, with what they were before: for whoever sees «forventet løslatelse» of the plan
-- and all that the person does not keep to themselves.
drop function if exists access.milestones(bigint);
create or replace function access.milestones(of_plan bigint)
returns table (kind text, on_day date, until_day date, assess text, before_day date, changed_at timestamptz,
               contested_at timestamptz, contested_words text, contested_together boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if access.ground(of_plan, 43, 0) is null or not of_plan = any (rule.own()) and access.sentence_kept(of_plan) then
        return;
    end if;
    return query select m.kind::text, m.on_day, m.until_day, m.assess::text, m.before_day, m.changed_at,
                        m.contested_at, m.contested_words, m.contested_together
        from sentences_milestone m where m.plan_id = of_plan;
end $$;

-- «Jeg er uenig» in a date: the person's own words beside it, or written down by the contact team together with them and
-- never over what the person wrote alone. Without words and with `agrees`: the person no longer disagrees. A date that is
-- computed anew keeps it. Answers whether there is such a date for the actor.
create or replace function access.contest_date(of_plan bigint, of_kind text, in_words text, agrees boolean) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    own constant boolean := of_plan = any (rule.own());
    there record;
begin
    if access.me() is null or not own and access.ground(of_plan, 43, 0) is distinct from 'contact_team' then
        return false;
    end if;
    select * into there from access.milestones(of_plan) m where m.kind = of_kind;
    if not found then
        return false;
    end if;
    if not own and there.contested_at is not null and not there.contested_together then
        raise insufficient_privilege using message = 'what the person wrote alone is theirs to change';
    end if;
    update sentences_milestone m set contested_at = case when not agrees then clock_timestamp() end,
        contested_words = case when agrees then '' else left(trim(in_words), 5000) end,
        contested_together = not own and not agrees
    where m.plan_id = of_plan and m.kind = of_kind;
    return true;
end $$;

-- Two plans that become one, or are parted again, are computed anew by whoever joins or parts them (refreshing.py); until
-- then nothing holds. What the person disagrees with stays.
create or replace function access.forget_milestones() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into sentences_milestone as m (plan_id, kind, assess, computed_at, contested_at, contested_words, contested_together)
    select new.plan_id, o.kind, '', access.moment(), o.contested_at, o.contested_words, o.contested_together
    from sentences_milestone o where o.plan_id = old.plan_id and o.contested_at is not null
    on conflict (plan_id, kind) do update set contested_at = excluded.contested_at, contested_words = excluded.contested_words,
        contested_together = excluded.contested_together where m.contested_at is null;
    perform access.put_milestones(old.plan_id, '[]', false);
    perform access.put_milestones(new.plan_id, '[]', false);
    delete from access.coming_dates c where c.plan_id in (old.plan_id, new.plan_id);
    return null;
end $$;
create or replace trigger forget_milestones after update on sentences_sentencefacts
    for each row when (old.plan_id <> new.plan_id) execute function access.forget_milestones();
create or replace trigger forget_milestones after update on sentences_sentenceterm
    for each row when (old.plan_id <> new.plan_id) execute function access.forget_milestones();
create or replace trigger forget_milestones after update on sentences_interruption
    for each row when (old.plan_id <> new.plan_id) execute function access.forget_milestones();
create or replace trigger forget_milestones after update on plans_servingform
    for each row when (old.plan_id <> new.plan_id) execute function access.forget_milestones();

revoke all on function access.on_remand(bigint), access.guard_remand(), access.may_be_told(bigint, integer), access.kept_out(bigint, bigint), access.restricted(bigint),
    access.restricted_until(bigint, date), access.closed_until(bigint), access.meetings_kept_out(bigint), access.guard_restricted(), access.sentence_rows(bigint),
    access.put_milestones(bigint, jsonb, boolean), access.log_moved(bigint, jsonb, jsonb),
    access.keep_moved(bigint), access.sentence_kept(bigint), access.follow_kept(), access.tell_dates(bigint, boolean), access.move_release(bigint, date),
    access.keep_milestones(bigint, bigint, jsonb, jsonb), access.begin_dates(),
    access.milestones(bigint), access.contest_date(bigint, text, text, boolean), access.forget_milestones() from public;
grant execute on function access.closed_until(bigint), access.meetings_kept_out(bigint), access.keep_milestones(bigint, bigint, jsonb, jsonb), access.milestones(bigint),
    access.contest_date(bigint, text, text, boolean) to pop_web;
