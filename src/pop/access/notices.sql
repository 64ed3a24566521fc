-- Who is told that there is something new (issue 5, section 3; rule C7). A notice is written in the transaction of
-- what it tells of, and so is the job that sends it: what is rolled back was never told, and what is committed is not lost.
--
-- The queue is the library's (procrastinate), in a schema of its own that no page's login may use. The functions here are
-- all that the worker may call: it learns an address, a language and whether it is night, and never what the news is.

-- 1. What a user sees and chooses ---------------------------------------------------------------------------------

-- Not somebody who is shown a plan as another sees it (looks.sql): what is told to that other is theirs alone.
create function rule.in_person() returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return access.only_plan() is null;
end $$;

-- I4: told about a plan only while it is seen; a leader is told of the plans that are led, without content.
create policy see on notices_notice for select to pop_web using (
    user_id = (select access.me()) and at <= access.moment() and (select rule.in_person())
    and (plan_id is null or plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.assigned())::bigint[])
         or plan_id = any ((select rule.reached_plans())::bigint[]) or plan_id = any ((select rule.led_plans())::bigint[])));
create policy read on notices_notice for update to pop_web
    using (user_id = (select access.me())) with check (user_id = (select access.me()));
grant select, update (read_at) on notices_notice to pop_web;

create policy own on notices_choice for all to pop_web
    using (user_id = (select access.me()) and (select rule.in_person())) with check (user_id = (select access.me()));
grant select, insert, update (how) on notices_choice to pop_web;

create policy own on notices_contactpoint for all to pop_web
    using (user_id = (select access.me()) and (select rule.in_person())) with check (user_id = (select access.me()));
grant select, insert, update (email, phone) on notices_contactpoint to pop_web;

-- Whose the address is that a code came back from; the code itself is read by nobody.
create policy own on notices_addressproof for select to pop_web
    using (user_id = (select access.me()) and (select rule.in_person()));
grant select (id, user_id, channel, address, asked_at, proven_at) on notices_addressproof to pop_web;

-- In a demo nothing is sent: everybody sees what would have been.
create or replace function access.in_demo() returns boolean language plpgsql stable security definer
set search_path = pg_catalog as $$
begin
    return coalesce((select s.demo from access.secret s), false);
end $$;
create policy see on notices_outgoing for select to pop_web using ((select access.in_demo()));
grant select on notices_outgoing to pop_web;

-- 2. Never at night ------------------------------------------------------------------------------------------------
-- The same moment by day; from 22 to 7 in Norway the next 7 o'clock.
create or replace function access.by_day(at timestamptz) returns timestamptz
language sql stable set search_path = pg_catalog as $$
    select case when l::time >= '22:00' then (l::date + 1 + time '07:00') at time zone 'Europe/Oslo'
                when l::time < '07:00' then (l::date + time '07:00') at time zone 'Europe/Oslo'
                else at end
    from (select at at time zone 'Europe/Oslo' as l) given
$$;

-- When what is gathered goes out: the next 8 o'clock.
create or replace function access.gathered(at timestamptz) returns timestamptz
language sql stable set search_path = pg_catalog as $$
    select (l::date + case when l::time < '08:00' then 0 else 1 end + time '08:00') at time zone 'Europe/Oslo'
    from (select at at time zone 'Europe/Oslo' as l) given
$$;

-- 3. What is told ----------------------------------------------------------------------------------------------------
-- A job carries the number of a delivery and nothing else. `due` is of the clock of deadlines, the queue's is the real one.
create or replace function access.queue_delivery(of_delivery bigint, due timestamptz) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    select queue.procrastinate_defer_jobs_v1(array[row('notices', 'notices.send', 0, null, null,
        jsonb_build_object('delivery', of_delivery), due - (access.moment() - now()))::queue.procrastinate_job_to_defer_v1])
$$;

-- Where a user is reached: an address that a code has come back from. Null until then.
create or replace function access.proven_address(of_user bigint, of_channel text) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select a.address from notices_contactpoint p join notices_addressproof a on a.user_id = p.user_id
    where p.user_id = of_user and a.channel = of_channel and a.proven_at is not null
      and a.address = case of_channel when 'email' then p.email else p.phone end limit 1
$$;

-- The channels that the user wants for this kind and has a proven address for.
create or replace function access.plan_deliveries() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    one record;
begin
    for one in
        insert into notices_delivery (key, notice_id, user_id, channel, due_at, state, attempts, error)
        select gen_random_uuid(), new.id, new.user_id, c.channel,
               case when c.how = 'daily' then access.gathered(greatest(new.at, access.moment()))
                    when new.kind = 'acute' then access.moment()
                    else access.by_day(greatest(new.at, access.moment())) end, 'waiting', 0, ''
        from (select w.channel, coalesce(
                         (select h.how from notices_choice h where h.user_id = new.user_id and h.kind = new.kind and h.channel = w.channel),
                         case when w.channel = 'email' or new.kind = 'acute' then 'now' else 'off' end) as how
              from notices_contactpoint p, lateral (values ('email', p.email), ('sms', p.phone)) w (channel, address)
              where p.user_id = new.user_id and w.address = access.proven_address(p.user_id, w.channel)) c
        where c.how <> 'off'
        returning id, due_at
    loop
        perform access.queue_delivery(one.id, one.due_at);
    end loop;
    return null;
end $$;
create or replace trigger plan_deliveries after insert on notices_notice
    for each row execute function access.plan_deliveries();

-- What a task is called when one chooses how to be told.
create or replace function access.kind_of_task(kind text) returns text language sql immutable set search_path = pg_catalog as $$
    select case when kind in ('consent_withdrawn', 'paper_missing') then 'consent'
                when kind in ('thread_held', 'thread_held_later', 'handover_moved', 'release_moved') then 'handover'
                else 'task' end
$$;

-- Told once: the same thing, not yet read, is not told again.
create or replace function access.give_notice(to_user bigint, of_plan bigint, of_kind text, of_what text, of_thing uuid, from_moment timestamptz)
returns void language sql volatile security definer set search_path = public, pg_temp as $$
    insert into notices_notice (key, user_id, plan_id, kind, what, about, at)
    select gen_random_uuid(), to_user, of_plan, of_kind, of_what, of_thing, from_moment
    where to_user is not null and current_setting('pop.gaps', true) is distinct from 'off'
      and (select u.active from people_user u where u.id = to_user)
      and not exists (select 1 from notices_notice n where n.user_id = to_user and n.about = of_thing and n.what = of_what
                      and n.read_at is null)
$$;

-- A task is told of when its time comes; what is done needs no telling, and what is deleted was never to be told.
create or replace function access.tell_task() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        perform access.give_notice(new.user_id, new.plan_id, access.kind_of_task(new.kind), new.kind, new.key, new.at);
    elsif tg_op = 'UPDATE' then
        update notices_notice set read_at = access.moment()
        where about = new.key and read_at is null and old.done_at is null and new.done_at is not null;
    else
        delete from notices_delivery d using notices_notice n where n.id = d.notice_id and n.about = old.key and n.at > access.moment();
        delete from notices_notice where about = old.key and at > access.moment();
        update notices_notice set read_at = access.moment() where about = old.key and read_at is null;
    end if;
    return null;
end $$;
create or replace trigger tell after insert or update of done_at or delete on teams_task
    for each row execute function access.tell_task();

-- Whoever may be told of something in a topic of a plan: of the contact team those at work, and outside it those whom consent
-- gives the topic and nothing keeps away (contacts.sql). The person is told of all that is theirs.
create or replace function access.tell_circle(of_plan bigint, of_topic smallint, users bigint[], of_kind text, of_what text, of_thing uuid)
returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    one bigint;
begin
    for one in
        select distinct t.user_id from (
            select c.user_id from rule.fit_contacts c where c.plan_id = of_plan
            union select g.user_id from rule.reached_chairs g where g.plan_id = of_plan and g.topic = of_topic
            union select u.id from people_user u join plans_plan p on p.person_id = u.person_id where p.id = of_plan) t
        where t.user_id = any (users) and t.user_id is distinct from access.me() order by 1
    loop
        perform access.give_notice(one, of_plan, of_kind, of_what, of_thing, access.moment());
    end loop;
end $$;

create or replace function access.persons_users(of_plan bigint) returns bigint[]
language sql stable security definer set search_path = public, pg_temp as $$
    select array(select u.id from people_user u join plans_plan p on p.person_id = u.person_id where p.id = of_plan)
$$;

-- What waits for the person's answer, who is told of their yes, and whoever is to do it.
create or replace function access.tell_measure(was plans_measure, becomes plans_measure) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    said_yes constant boolean := was.status = 'proposed' and becomes.status = 'chosen';
begin
    if becomes.status = 'proposed' and was.status is distinct from 'proposed' and becomes.source <> 'person' then
        perform access.tell_circle(becomes.plan_id, becomes.topic_id, access.persons_users(becomes.plan_id), 'answer', 'proposed', becomes.key);
    elsif said_yes then
        perform access.tell_circle(becomes.plan_id, becomes.topic_id, array[becomes.written_by_id], 'answer', 'proposal_answered', becomes.key);
    end if;
    if becomes.status in ('chosen', 'in_progress', 'waiting')
       and (said_yes and becomes.responsible_user_id <> becomes.written_by_id
            or was.responsible_user_id is distinct from becomes.responsible_user_id) then
        perform access.tell_circle(becomes.plan_id, becomes.topic_id, array[becomes.responsible_user_id], 'task', 'measure_given', becomes.key);
    end if;
end $$;

-- Proposals and wishes, and their answers. What is kept to oneself (A7) is told to nobody.
create or replace function access.tell_answers() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    wish wishes_wish; measure plans_measure;
begin
    if current_setting('pop.gaps', true) = 'off' then
        return null;
    elsif tg_table_name = 'plans_measure' then
        if not new.only_me then
            perform access.tell_measure(case when tg_op = 'UPDATE' then old end, new);
        end if;
    elsif new.only_me then
        return null;
    elsif tg_table_name = 'plans_proposalanswer' then
        select * into measure from plans_measure m where m.id = new.measure_id;
        perform access.tell_circle(new.plan_id, new.topic_id, array[measure.written_by_id], 'answer', 'proposal_answered', measure.key);
    elsif tg_table_name = 'wishes_wishanswer' then
        select * into wish from wishes_wish w where w.id = new.wish_id;
        perform access.tell_circle(new.plan_id, new.topic_id, access.persons_users(new.plan_id), 'answer', 'wish_answered', wish.key);
    else
        perform access.tell_circle(new.plan_id, new.topic_id, case when new.asked_agency_id is null
            then array(select m.team_id from rule.main_contacts m where m.plan_id = new.plan_id)
            else array(select s.user_id from rule.reached_chairs s where s.plan_id = new.plan_id and s.agency_id = new.asked_agency_id) end,
            'answer', 'wish_asked', new.key);
    end if;
    return null;
end $$;
create or replace trigger tell after insert or update of status, responsible_user_id on plans_measure for each row execute function access.tell_answers();
create or replace trigger tell after insert on plans_proposalanswer for each row execute function access.tell_answers();
create or replace trigger tell after insert on wishes_wish for each row execute function access.tell_answers();
create or replace trigger tell after insert on wishes_wishanswer for each row execute function access.tell_answers();

-- Whoever is asked to take over may not see the plan yet: told of no plan.
create or replace function access.tell_asked() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if new.asked_at is not null and old.asked_at is null then
        perform access.give_notice(new.receiver_user_id, null, 'handover', 'handover_asked', new.key, access.moment());
    end if;
    return null;
end $$;
create or replace trigger tell after update of asked_at on handovers_handoveritem for each row execute function access.tell_asked();

-- Whoever is called to a meeting. Neither time nor place, and while it is kept back (C3) no more than that.
create or replace function access.tell_called() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform access.give_notice(new.user_id, new.plan_id, 'meeting', 'meeting_called',
        (select m.key from plans_meeting m where m.id = new.meeting_id and not m.only_me and m.date >= access.day()), access.moment())
    where new.user_id is distinct from access.me()
      and exists (select 1 from plans_meeting m where m.id = new.meeting_id and not m.only_me and m.date >= access.day());
    return null;
end $$;
create or replace trigger tell after insert on plans_meetinginvitee for each row execute function access.tell_called();

-- A talk with the person: as a meeting is, and told again when it is moved.
create or replace function access.tell_talk() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if new.held_on is null and new.removed_at is null and not new.only_me and new.planned_on >= access.day()
       and (tg_op = 'INSERT' or new.planned_on is distinct from old.planned_on or new.planned_at is distinct from old.planned_at) then
        perform access.tell_circle(new.plan_id, new.topic_id, access.persons_users(new.plan_id), 'meeting',
                                   case tg_op when 'INSERT' then 'talk_booked' else 'talk_moved' end, new.key);
    end if;
    return null;
end $$;
create or replace trigger tell after insert or update of planned_on, planned_at on conversations_conversation
    for each row execute function access.tell_talk();

-- Whoever is invited to a group sees no plan yet: told of none. An answer needs no more telling.
create or replace function access.tell_invited() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'UPDATE' then
        update notices_notice set read_at = access.moment() where about = new.key and what = 'group_invited' and read_at is null;
    elsif new.accepted_at is null and new.user_id is distinct from access.me() then
        perform access.give_notice(new.user_id, null, 'task', 'group_invited', new.key, access.moment());
    end if;
    return null;
end $$;
create or replace trigger tell after insert or update of accepted_at, declined_at, until on teams_supportteammember
    for each row execute function access.tell_invited();

-- Whoever a consent lets see more, of those who are in the group already: from here the days for input are counted.
create or replace function access.tell_consent() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform access.give_notice(c.user_id, new.plan_id, 'consent', 'consent_given', new.key, access.moment())
    from (select distinct r.user_id from rule.reached_chairs r where r.plan_id = new.plan_id and r.consent_id = new.id) c
    where c.user_id is distinct from access.me();
    return null;
end $$;
create or replace trigger tell after update of signed_at on consents_consent
    for each row when (old.signed_at is null and new.signed_at is not null) execute function access.tell_consent();

-- Something is about to slip, and somebody owns it: told of no plan, and once until they open «Mine oppgaver», where it stands.
create or replace function access.tell_work() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'INSERT' or new.owner_user_id is distinct from old.owner_user_id then
        perform access.give_notice(u.id, null, 'task', 'work_new', u.key, access.moment())
        from people_user u where u.id = new.owner_user_id and u.person_id is null and u.id is distinct from access.me();
    end if;
    return null;
end $$;
create or replace trigger tell_work after insert or update of owner_user_id on gaps_gap
    for each row when (new.closed_at is null and new.owner_user_id is not null and new.rule <> 'letter_unanswered')
    execute function access.tell_work();

-- An answer to a letter has not come in time: whoever owns the gap, and where that is nobody at work, the contact team. Once for
-- each day on which an answer was expected.
create or replace function access.tell_unanswered() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    letter constant uuid := (select l.key from letters_letter l where l.id = new.subject_id);
    owner_fit constant boolean := exists (
        select 1 from rule.fit_contacts c where c.plan_id = new.plan_id and c.user_id = new.owner_user_id);
begin
    perform access.give_notice(c.user_id, new.plan_id, 'task', 'letter_unanswered', letter, access.moment())
    from (select distinct f.user_id from rule.fit_contacts f
          where f.plan_id = new.plan_id and (f.user_id = new.owner_user_id or not owner_fit)) c
    where letter is not null and not exists (
        select 1 from notices_notice n where n.user_id = c.user_id and n.about = letter and n.what = 'letter_unanswered'
        and n.at > new.due);
    return null;
end $$;
create or replace trigger tell after insert on gaps_gap
    for each row when (new.rule = 'letter_unanswered') execute function access.tell_unanswered();

-- C7: acute is what somebody on duty says it is, for a reason of a closed list. To the contact team, and to those outside it whom a
-- consent lets in; while restrictions hold (B6) to the contact team alone.
create or replace function access.acute_circle(of_plan bigint) returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if not exists (select 1 from rule.my_contact_plans p where p.plan_id = of_plan) or not access.on_duty() then
        return '{}';
    end if;
    return array(
        select c.user_id from rule.fit_contacts c where c.plan_id = of_plan and c.user_id <> access.me()
        union select g.user_id from rule.reached_chairs g
        where g.plan_id = of_plan and g.user_id <> access.me() and access.restricted_until(of_plan) is null);
end $$;

-- At work today, as far as the roster says: whoever has typed in no roster is taken at their word.
create or replace function access.on_duty() returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return exists (select 1 from rule.my_units)
       and not exists (select 1 from worklists_rosterday r where r.user_id = access.me() and r.day = access.day() and r.off)
       and not exists (select 1 from worklists_absence a where a.user_id = access.me() and a.since <= access.day()
                       and (a.until is null or a.until >= access.day()));
end $$;

-- How many were told; null when it may not be. The same reason is told once in an hour.
create or replace function access.tell_acute(of_plan bigint, of_reason text, users bigint[]) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    told integer;
begin
    if of_reason not in ('acute_call', 'acute_today', 'acute_meeting') or cardinality(access.acute_circle(of_plan)) = 0 then
        return null;
    end if;
    insert into notices_notice (key, user_id, plan_id, kind, what, told_by_id, at)
    select gen_random_uuid(), u, of_plan, 'acute', of_reason, access.me(), access.moment()
    from unnest(access.acute_circle(of_plan)) u
    where u = any (users) and not exists (
        select 1 from notices_notice n where n.user_id = u and n.plan_id = of_plan and n.what = of_reason
        and n.at > access.moment() - interval '1 hour');
    get diagnostics told = row_count;
    return told;
end $$;

-- 4. What the worker may ask -----------------------------------------------------------------------------------------
-- Begins the sending of a code: at once, also at night, because whoever asked for it waits. The same code each time it is tried.
create or replace function access.begin_proof(of_delivery bigint) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    one notices_delivery; proof notices_addressproof;
begin
    select * into one from notices_delivery where id = of_delivery and state in ('waiting', 'begun') for update;
    select a.* into proof from notices_addressproof a
    join notices_contactpoint p on p.user_id = a.user_id and a.address = case a.channel when 'email' then p.email else p.phone end
    join people_user u on u.id = a.user_id and u.active
    where a.id = one.proof_id and a.proven_at is null and a.asked_at > access.moment() - interval '1 day';
    if not found then
        update notices_delivery set state = 'dropped', ended_at = access.moment() where id = one.id;
        return null;
    end if;
    update notices_delivery set state = 'begun', lead_id = id, attempts = attempts + 1, begun_at = access.moment() where id = one.id;
    return jsonb_build_object('message', one.key, 'channel', one.channel, 'to', proof.address, 'acute', false, 'attempt', one.attempts + 1,
                              'language', (select u.language from people_user u where u.id = one.user_id),
                              'events', '[]'::jsonb, 'code', access.proof_code(proof.key));
end $$;

-- Begins a message: marked before it is sent, and again after. Null when there is nothing to send, `wait` (seconds) when it
-- is not time yet. All that is due for the same user goes along. A message that was begun and not ended is begun again,
-- with the same number: at least once, and whoever receives it can tell that it is the same.
create or replace function access.begin_delivery(of_delivery bigint) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    now_ constant timestamptz := access.moment();
    one notices_delivery; address text; acute boolean; until timestamptz;
begin
    select * into one from notices_delivery where id = of_delivery;
    if not found or one.state not in ('waiting', 'begun') then
        return null;
    elsif one.notice_id is null then
        return access.begin_proof(one.id);
    end if;
    perform pg_advisory_xact_lock(hashtextextended('delivery ' || one.channel, one.user_id));
    select * into one from notices_delivery where id = of_delivery for update;
    if not found or one.state not in ('waiting', 'begun') or one.state = 'begun' and one.lead_id <> one.id then
        return null;
    end if;
    select bool_or(n.kind = 'acute') into acute from notices_delivery d join notices_notice n on n.id = d.notice_id
    where d.id = one.id or d.lead_id = one.id;
    until := greatest(one.due_at, case when acute then now_ else access.by_day(now_) end);
    if until > now_ then
        return jsonb_build_object('wait', ceil(extract(epoch from until - now_)));
    end if;
    address := (select access.proven_address(u.id, one.channel) from people_user u where u.id = one.user_id and u.active);
    -- What has been read needs no message; neither does whoever is gone or has taken the address away.
    update notices_delivery d set state = 'dropped', ended_at = now_ from notices_notice n
    where n.id = d.notice_id and d.user_id = one.user_id and d.channel = one.channel and d.state in ('waiting', 'begun')
      and (d.lead_id is null or d.lead_id = one.id) and d.due_at <= now_ and (n.read_at is not null or coalesce(address, '') = '');
    update notices_delivery set state = 'begun', lead_id = one.id, begun_at = now_
    where user_id = one.user_id and channel = one.channel and due_at <= now_ and notice_id is not null
      and (state = 'waiting' or state = 'begun' and lead_id = one.id);
    if not found then
        return null;
    end if;
    -- The lead counts the attempts and gives the number, also when its own notice has been read.
    update notices_delivery set attempts = attempts + 1, lead_id = id,
        state = 'begun', ended_at = null, begun_at = now_ where id = one.id;
    return jsonb_build_object('message', one.key, 'channel', one.channel, 'to', address, 'acute', acute, 'attempt', one.attempts + 1,
                              'language', (select u.language from people_user u where u.id = one.user_id),
                              'events', access.events_told(one.id));
end $$;

-- How it went: sent, dead, or to be tried again ('begun'). `why` is a code, never what somebody's server said.
create or replace function access.end_delivery(of_delivery bigint, how text, why text) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    update notices_delivery set state = how, error = left(why, 40),
        ended_at = case when how = 'begun' then null else access.moment() end
    where lead_id = of_delivery and state = 'begun' and how in ('sent', 'dead', 'begun')
$$;

-- What waits and has no job any more gets one, whatever took it; what was sent long ago is forgotten. How many were found.
create or replace function access.recover_deliveries() returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    found_ integer := 0;
    one record;
begin
    for one in
        select d.id from notices_delivery d
        where (d.state = 'waiting' or d.state = 'begun' and d.lead_id = d.id) and d.due_at < access.moment() - interval '1 minute'
          and not exists (select 1 from queue.procrastinate_jobs j where j.status in ('todo', 'doing')
                          and j.task_name = 'notices.send' and (j.args ->> 'delivery')::bigint = d.id)
        order by d.id limit 1000
    loop
        perform access.queue_delivery(one.id, access.moment());
        found_ := found_ + 1;
    end loop;
    delete from notices_delivery d where d.id in (
        select e.id from notices_delivery e where e.state in ('sent', 'dropped') and e.ended_at < access.moment() - interval '90 days'
          and not exists (select 1 from notices_delivery o where o.lead_id = e.id and o.id <> e.id)
          and not exists (select 1 from notices_outgoing g where g.delivery_id = e.id)
        order by e.id limit 1000);
    perform access.forget_notices();
    return found_;
end $$;

-- A notice is kept for a year, with all that went out of it; a code that never came back for a day.
create or replace function access.forget_notices() returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    old constant bigint[] := array(
        select n.id from notices_notice n where n.at < access.moment() - interval '1 year' order by n.at limit 1000);
    gone constant bigint[] := array(
        select d.id from notices_delivery d where d.notice_id = any (old)
        union all select d.id from notices_delivery d join notices_addressproof a on a.id = d.proof_id
        where a.proven_at is null and a.asked_at < access.moment() - interval '1 day' and d.state in ('sent', 'dropped'));
begin
    -- What went along with a forgotten message and is younger stands alone.
    update notices_delivery set lead_id = null, state = case when state = 'begun' then 'waiting' else state end
    where lead_id = any (gone) and id <> all (gone);
    delete from notices_outgoing where delivery_id = any (gone);
    delete from notices_delivery where id = any (gone);
    delete from notices_notice where id = any (old);
    delete from notices_addressproof a where a.proven_at is null and a.asked_at < access.moment() - interval '1 day'
        and not exists (select 1 from notices_delivery d where d.proof_id = a.id);
end $$;

-- In a demo: what would have gone out. Once for each message.
create or replace function access.keep_outgoing(of_delivery bigint, of_sender text, of_recipient text, of_subject text, of_text text)
returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    if not access.in_demo() then
        return false;
    end if;
    insert into notices_outgoing (delivery_id, at, channel, sender, recipient, subject, text)
    select d.id, access.moment(), d.channel, of_sender, of_recipient, of_subject, of_text
    from notices_delivery d where d.id = of_delivery and d.state = 'begun'
    on conflict do nothing;
    return true;
end $$;

-- 5. That an address is one's own ------------------------------------------------------------------------------------
-- Six digits out of the key and the secret of this database.
create or replace function access.proof_code(of_key uuid) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select lpad((('x' || left(access.mac('address ' || of_key), 15))::bit(60)::bigint % 1000000)::text, 6, '0')
$$;

-- 'sent', 'proven' (needs none), 'many' (five in a day: nobody is to be flooded), or null (no address).
create or replace function access.ask_proof(of_channel text) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    address_ constant text := (select case of_channel when 'email' then p.email when 'sms' then p.phone end
                               from notices_contactpoint p where p.user_id = access.me());
    proof bigint; delivery bigint;
begin
    if not rule.in_person() or coalesce(address_, '') = '' then
        return null;
    elsif access.proven_address(access.me(), of_channel) is not null then
        return 'proven';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('proof ' || of_channel, access.me()));
    if (select count(*) from notices_addressproof a where a.user_id = access.me() and a.channel = of_channel
        and a.asked_at > access.moment() - interval '1 day') >= 5 then
        return 'many';
    end if;
    insert into notices_addressproof (key, user_id, channel, address, asked_at, wrong)
    values (gen_random_uuid(), access.me(), of_channel, address_, access.moment(), 0) returning id into proof;
    insert into notices_delivery (key, proof_id, user_id, channel, due_at, state, attempts, error)
    values (gen_random_uuid(), proof, access.me(), of_channel, access.moment(), 'waiting', 0, '') returning id into delivery;
    perform access.queue_delivery(delivery, access.moment());
    return 'sent';
end $$;

-- 'proven', 'wrong', 'old' (a day, or five wrong ones: a new code is needed), or null (no code was sent to this address).
create or replace function access.prove_address(of_channel text, code text) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    one notices_addressproof;
begin
    select a.* into one from notices_addressproof a
    join notices_contactpoint p on p.user_id = a.user_id and a.address = case of_channel when 'email' then p.email else p.phone end
    where a.user_id = access.me() and a.channel = of_channel and rule.in_person() order by a.id desc limit 1 for update of a;
    if not found then
        return null;
    elsif one.proven_at is not null then
        return 'proven';
    elsif one.asked_at < access.moment() - interval '1 day' or one.wrong >= 5 then
        return 'old';
    elsif regexp_replace(code, '\s', '', 'g') <> access.proof_code(one.key) then
        update notices_addressproof set wrong = wrong + 1 where id = one.id;
        return 'wrong';
    end if;
    update notices_addressproof set proven_at = access.moment() where id = one.id;
    return 'proven';
end $$;

-- An address that is changed is proven anew, also when one comes back to it: it may be somebody else's by now.
create or replace function access.unprove() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update notices_addressproof set proven_at = null, wrong = 5 where user_id = new.user_id and proven_at is not null
        and address <> case channel when 'email' then new.email else new.phone end;
    return null;
end $$;
create or replace trigger unprove after update of email, phone on notices_contactpoint
    for each row execute function access.unprove();

-- 6. What did not arrive ---------------------------------------------------------------------------------------------
-- For the administrator: whose, in which channel, when and why. No kind, no plan and no address.
create or replace function access.dead_letters() returns table (key uuid, user_id bigint, channel text, at timestamptz, attempts integer, error text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    if rule.has_role('administrator') then
        return query select d.key, d.user_id, d.channel::text, d.ended_at, d.attempts::integer, d.error::text from notices_delivery d
            where d.state = 'dead' and d.lead_id = d.id order by d.ended_at desc, d.id desc limit 500;
    end if;
end $$;

create or replace function access.send_again(letter uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    the_lead constant bigint := (select d.id from notices_delivery d where d.key = letter and d.state = 'dead' and d.lead_id = d.id);
begin
    if the_lead is null or not rule.has_role('administrator') then
        return false;
    end if;
    update notices_delivery set state = 'begun', attempts = 0, ended_at = null, due_at = access.moment()
    where lead_id = the_lead and state = 'dead';
    perform access.queue_delivery(the_lead, access.moment());
    return true;
end $$;

revoke all on all functions in schema access from public;
revoke all on all functions in schema rule from public;
grant execute on function rule.in_person() to pop_web;
grant execute on function access.acute_circle(bigint), access.on_duty(), access.tell_acute(bigint, text, bigint[]), access.in_demo(), access.dead_letters(), access.send_again(uuid),
    access.ask_proof(text), access.prove_address(text, text) to pop_web;

-- The worker: its queue, and the four questions above.
do $$
declare
    made record;
begin
    -- The library leaves names to the search path: here they can mean nothing but its own.
    for made in select p.oid::regprocedure as name from pg_proc p where p.pronamespace = 'queue'::regnamespace loop
        execute format('alter function %s set search_path = queue, pg_temp', made.name);
        execute format('revoke all on function %s from public', made.name);
    end loop;
    revoke all on schema queue from public;
    if exists (select 1 from pg_roles where rolname = 'pop_worker') then
        grant usage on schema queue to pop_worker;
        grant select, insert, update, delete on all tables in schema queue to pop_worker;
        grant usage on all sequences in schema queue to pop_worker;
        grant execute on all functions in schema queue to pop_worker;
        grant execute on function access.begin_delivery(bigint), access.end_delivery(bigint, text, text), access.recover_deliveries(),
            access.keep_outgoing(bigint, text, text, text, text) to pop_worker;
    end if;
end $$;
