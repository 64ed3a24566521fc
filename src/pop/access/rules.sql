-- Who sees what: every rule, in one place. Design, section 6; rules A1–A19.
--
-- How to read it. An *entry* is something written in a plan. It has a plan, a topic (1–63) and a source:
-- 0 for the person and kriminalomsorgen, 2·id for an agency, 2·id+1 for an individual. Recipients of consent
-- are numbered in the same way. First come views that say in readable SQL what the actor is and has been
-- given; then functions that return the same as arrays of keys, because a policy that asks an array once per
-- query is ten times cheaper to plan than one that joins views; then one policy per table.
--
-- The views belong to the owner and so see all rows. No login may read them: only functions of the owner do, with
-- conditions of their own, so that nobody's WHERE can look past a view (pitfall 2) and the planner may join freely.
-- The functions are pl/pgsql, which remembers its plans for the connection.

drop schema if exists rule cascade;
create schema rule;

-- 1. What the actor is ------------------------------------------------------------------------------------

create view rule.my_system_roles as
select r.role from people_systemrole r
where r.user_id = (select access.me()) and r.since <= (select access.today()) and (r.until is null or r.until >= (select access.today()));

create view rule.my_units as
select r.unit_id, r.role from people_unitrole r
where r.user_id = (select access.me()) and r.since <= (select access.today()) and (r.until is null or r.until >= (select access.today()));

create view rule.my_agencies as
select r.agency_id from people_agencyrole r
where r.user_id = (select access.me()) and r.since <= (select access.today()) and (r.until is null or r.until >= (select access.today()));

-- The own plan: the person's, always whole.
create view rule.my_own_plans as
select p.id as plan_id from plans_plan p
join people_user u on u.person_id = p.person_id
where u.id = (select access.me()) and (select access.only_plan()) is null;

-- A13: the newest answer about private ties holds. Without one the plan is not open yet.
create view rule.my_ties as
select distinct on (t.plan_id) t.plan_id, t.answer from teams_privatetie t
where t.user_id = (select access.me()) and ((select access.narrowed()) is null or t.plan_id = (select access.narrowed()))
order by t.plan_id, t.at desc, t.id desc;

-- A10: some plans open for named users only; a person with a protected address has one always. Every tie to a
-- plan goes through here, so that an actor confined to one plan (access.view_as) has no other.
create view rule.my_named as
select p.id as plan_id from plans_plan p join people_person person on person.id = p.person_id
where (not p.named_only and person.protection = 'none'
       or exists (select 1 from teams_namedaccess n where n.plan_id = p.id and n.user_id = (select access.me())))
  and ((select access.only_plan()) is null or p.id = (select access.only_plan()));

-- Assigned: in the contact team, still at work in kriminalomsorgen, not held back by a tie. May know whose plan
-- it is, to answer about ties.
create view rule.my_assignments as
select distinct c.plan_id, t.answer from teams_contactteammember c
join rule.my_named n on n.plan_id = c.plan_id
left join rule.my_ties t on t.plan_id = c.plan_id
where c.user_id = (select access.me()) and ((select access.narrowed()) is null or c.plan_id = (select access.narrowed()))
  and c.since <= (select access.today()) and (c.until is null or c.until >= (select access.today()))
  and coalesce(t.answer, 'no_tie') = 'no_tie'
  and exists (select 1 from rule.my_units);

create view rule.my_assigned as select plan_id from rule.my_assignments;

-- The contact team: assigned, and has said that there is no private tie.
create view rule.my_contact_plans as select plan_id from rule.my_assignments where answer = 'no_tie';

-- A9: has accepted the newest taushetserklæring.
create view rule.my_secrecy as
select 1 as accepted
where exists (
    select 1 from people_secrecyacceptance a
    where a.user_id = (select access.me())
      and a.declaration_id = (select max(version) from people_secrecydeclaration where since <= now()));

-- The chairs in support teams: accepted, current, and still working for the agency that the chair is for.
create view rule.my_chairs as
select s.plan_id, s.agency_id, coalesce(t.answer, '') as tie from teams_supportteammember s
join rule.my_named n on n.plan_id = s.plan_id
join rule.my_secrecy on true
left join rule.my_ties t on t.plan_id = s.plan_id
where s.user_id = (select access.me()) and s.accepted_at is not null
  and ((select access.narrowed()) is null or s.plan_id = (select access.narrowed()))
  and s.since <= (select access.today()) and (s.until is null or s.until >= (select access.today()))
  and (s.agency_id is null or s.agency_id in (select agency_id from rule.my_agencies))
  and coalesce(t.answer, 'no_tie') = 'no_tie';

-- The recipients that the actor is: the agency of the chair, and the actor as an individual.
create view rule.my_recipients as
select plan_id, agency_id * 2 as recipient, tie from rule.my_chairs where agency_id is not null
union
select plan_id, (select access.me()) * 2 + 1, tie from rule.my_chairs;

-- 2. What the person has said --------------------------------------------------------------------------------

-- Consent in force. One for the sentence ends with it, and one for the time after begins then; both end on the
-- day that the person set, when withdrawn, and after 14 days when on paper without a scan or an archive reference (A6).
create view rule.in_force as
select i.plan_id, i.recipient_key as recipient, i.topic_id as topic, i.give, i.obtain, i.share,
       c.id as consent_id, c.number, i.agency_id, i.user_id
from consents_consentitem i
join consents_consent c on c.id = i.consent_id
join plans_plan p on p.id = i.plan_id
where i.ended_at is null and c.signed_at <= now() and (i.give or i.obtain or i.share)
  and (c.ends_on is null or c.ends_on >= (select access.today()))
  and c.after_sentence = coalesce(p.sentence_ended_on < (select access.today()), false)
  and (c.way <> 'paper' or c.has_scan or c.archive_reference <> ''
       or c.signed_at > now() - interval '14 days');

-- Exclusions that hit the actor, as an individual or through an agency. They hold whatever else holds.
create view rule.excluded as
select e.plan_id, e.topic_id as topic from consents_exclusion e
where e.lifted_at is null
  and (e.user_id = (select access.me()) or e.agency_id in (select agency_id from rule.my_agencies));

-- Chairs that consent reaches. `open` is false until the question about private ties is answered.
create view rule.reached as
select r.plan_id, r.recipient, f.topic, f.give, f.number, r.tie = 'no_tie' as open
from rule.my_recipients r join rule.in_force f using (plan_id, recipient);

-- 3. What the actor therefore sees ---------------------------------------------------------------------------

-- Given: entries of the person and of kriminalomsorgen, by topic.
create view rule.given as
select distinct plan_id, topic from rule.reached where give and open
except select plan_id, topic from rule.excluded;

-- Shared and obtained: entries of an agency, by topic. Another in the team needs the topic given as well.
create view rule.obtained as
select f.plan_id, f.recipient as source, f.topic
from rule.in_force f join rule.given g using (plan_id, topic) where f.share
union
select f.plan_id, f.recipient, f.topic
from rule.in_force f join rule.my_contact_plans using (plan_id) where f.obtain
except
select e.plan_id, f.recipient, e.topic from rule.excluded e join rule.in_force f using (plan_id, topic);

-- Authored: one's own entries, while any consent to oneself is in force (A4).
create view rule.authored as
select distinct plan_id, recipient as source from rule.reached where open;

-- The same as arrays of keys. 25 bits of source and 6 of topic leave 32 for the plan.
create function rule.key(plan_id bigint, source bigint, topic bigint) returns bigint
language sql immutable as $$ select (plan_id << 31) | (source << 6) | topic $$;

create function rule.own() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(plan_id), '{}') from rule.my_own_plans);
end $$;

create function rule.contact() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(plan_id), '{}') from rule.my_contact_plans);
end $$;

create function rule.assigned() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(plan_id), '{}') from rule.my_assigned);
end $$;

create function rule.reached_plans() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(distinct plan_id), '{}') from rule.reached);
end $$;

create function rule.open_plans() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(distinct plan_id), '{}') from rule.reached where open);
end $$;

create function rule.excluded_topics() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(rule.key(plan_id, 0, topic)), '{}') from rule.excluded);
end $$;

create function rule.granted() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(rule.key(plan_id, source, topic)), '{}')
    from (select plan_id, 0::bigint as source, topic from rule.given
          union all select plan_id, source, topic from rule.obtained) all_keys);
end $$;

create function rule.sources() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(rule.key(plan_id, source, 0)), '{}') from rule.authored);
end $$;

create function rule.has_role(wanted text) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select exists (select 1 from rule.my_system_roles where role = wanted));
end $$;

create function rule.is_staff() returns boolean language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
 select exists (select 1 from rule.my_units));
end $$;

create function rule.is_leader() returns boolean language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
 select exists (select 1 from rule.my_units where role = 'leader'));
end $$;

create function rule.is_person() returns boolean language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select exists (select 1 from people_user where id = (select access.me()) and person_id is not null));
end $$;

-- Contacts opened to one of the actor's recipients, and meetings that the actor is called to.
create function rule.opened_contacts() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(distinct o.contact_id), '{}') from plans_contactopening o
    join rule.my_recipients r on r.plan_id = o.plan_id
        and r.recipient = coalesce(o.agency_id * 2, o.user_id * 2 + 1)
    where o.plan_id in (select plan_id from rule.reached where open));
end $$;

create function rule.called_meetings() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(meeting_id), '{}') from plans_meetinginvitee
    where user_id = (select access.me()) and plan_id in (select plan_id from rule.reached where open));
end $$;

-- Measures that the actor answers for, personally or for the agency of the chair, and sees.
create function rule.my_measures() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(distinct m.id), '{}') from plans_measure m
    join (select distinct plan_id, recipient from rule.reached where open) r using (plan_id)
    where r.recipient in (m.responsible_agency_id * 2, m.responsible_user_id * 2 + 1)
      and not m.only_me and m.blocked_at is null
      and (m.source_key = 0 and (m.plan_id, m.topic_id) in (select plan_id, topic from rule.given)
           or (m.plan_id, m.source_key, m.topic_id) in (select plan_id, source, topic from rule.obtained)
           or (m.plan_id, m.source_key) in (select plan_id, source from rule.authored)
              and (m.plan_id, m.topic_id) not in (select plan_id, topic from rule.excluded)));
end $$;

-- Plans in which some topic is kept from the actor: what has no topic is then not shown either.
create function rule.partly_excluded() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(distinct plan_id), '{}') from rule.excluded);
end $$;

-- Signed consents that name one of the actor's recipients, while any consent reaches that recipient (A4).
create function rule.my_consents() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(distinct i.consent_id), '{}') from consents_consentitem i
    join rule.reached r on r.plan_id = i.plan_id and r.recipient = i.recipient_key and r.open
    join consents_consent c on c.id = i.consent_id and c.signed_at is not null);
end $$;

-- Persons whose name the actor may know. A partner needs it given (topic 40), as any grunnopplysning; it can
-- be kept from anybody, as any other.

create function rule.persons() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(distinct p.person_id), '{}') from plans_plan p
    where p.id in (select plan_id from rule.my_own_plans
                   union ((select plan_id from rule.my_assigned
                           union select plan_id from rule.reached where topic = 40 and give)
                          except select plan_id from rule.excluded where topic = 40)));
end $$;

create function rule.identities() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(distinct p.person_id), '{}') from plans_plan p
    where p.id in (select plan_id from rule.my_own_plans
                   union (select plan_id from rule.my_contact_plans
                          except select plan_id from rule.excluded where topic = 40)));
end $$;

-- Plans in which the actor may know that a sensitive agency takes part: where one may see its entries, works
-- for it, or has put it into the plan. What one knows from one plan tells nothing about another.
create view rule.known_agencies as
select plan_id, source / 2 as agency_id from rule.obtained where source % 2 = 0
union
select s.plan_id, s.agency_id from teams_supportteammember s join rule.my_contact_plans using (plan_id)
where s.agency_id is not null and s.invited_by_id = (select access.me())
union
select i.plan_id, i.agency_id from consents_consentitem i join consents_consent c on c.id = i.consent_id
join rule.my_contact_plans p on p.plan_id = i.plan_id
where i.agency_id is not null and (select access.me()) in (c.drafted_by_id, c.registered_by_id);

-- Sensitive agencies whose name the actor may not see. The administrator keeps the register; the person
-- chooses among all.
create function rule.hidden_agencies() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(a.id), '{}') from people_agency a
    where a.sensitive and not rule.has_role('administrator') and not rule.is_person()
      and a.id not in (select agency_id from rule.my_agencies)
      and a.id not in (select agency_id from rule.known_agencies));
end $$;

-- The same within a plan: sensitive agencies of others, but for the keys of plan and agency that are known.
create function rule.sensitive_agencies() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(a.id), '{}') from people_agency a
    where a.sensitive and a.id not in (select agency_id from rule.my_agencies));
end $$;

create function rule.known_in_plans() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(rule.key(plan_id, agency_id * 2, 0)), '{}')
    from rule.known_agencies join people_agency a on a.id = agency_id and a.sensitive);
end $$;

-- Points of consent that the contact team may know of: not those about a sensitive agency that is not known to
-- the actor, nor about a topic that is kept from the actor.
create view rule.told_items as
select i.id, i.plan_id, i.consent_id, i.ended_at from consents_consentitem i
join rule.my_contact_plans using (plan_id)
where (i.agency_id is null or i.agency_id <> all ((select rule.sensitive_agencies())::bigint[])
       or rule.key(i.plan_id, i.agency_id * 2, 0) = any ((select rule.known_in_plans())::bigint[]))
  and (i.plan_id, i.topic_id) not in (select plan_id, topic from rule.excluded);

-- Consents of which the contact team may know at least one point: one that is only about others is as if it
-- were not there. Its number leaves a gap, as does whatever the person began and dropped.
create function rule.told_consents() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(distinct consent_id), '{}') from rule.told_items);
end $$;

-- Those of which it may know every point, and so read the signed sheet.
create function rule.whole_consents() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(distinct t.consent_id), '{}') from rule.told_items t
    where not exists (select 1 from consents_consentitem i
                      where i.consent_id = t.consent_id and i.id not in (select id from rule.told_items)));
end $$;

-- Receipts that the contact team may read: neither recipient nor topic in its words is kept from the actor, and
-- what was ended by it is not only what is. A withdrawal and what it ended carry the same moment (acts.sql).
create function rule.told_receipts() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(w.id), '{}')
    from (select r.id, r.plan_id, r.at, substring(r.scope from 'recipient:([0-9]+)')::bigint as recipient,
                 substring(r.scope from 'topic:([0-9]+)')::bigint as topic
          from consents_withdrawalreceipt r join rule.my_contact_plans using (plan_id)) w
    where (w.recipient is null or w.recipient % 2 = 1 or w.recipient / 2 <> all ((select rule.sensitive_agencies())::bigint[])
           or (w.plan_id, w.recipient / 2) in (select plan_id, agency_id from rule.known_agencies))
      and (w.topic is null or (w.plan_id, w.topic) not in (select plan_id, topic from rule.excluded))
      and (exists (select 1 from rule.told_items t where t.plan_id = w.plan_id and t.ended_at = w.at)
           or not exists (select 1 from consents_consentitem i where i.plan_id = w.plan_id and i.ended_at = w.at)));
end $$;

-- I2: a tilbudskort is kept by those who work for the agency, and by the leader of the unit.
create function rule.kept_agencies() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(agency_id), '{}') from rule.my_agencies);
end $$;

create function rule.led_units() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(unit_id), '{}') from rule.my_units where role = 'leader');
end $$;

-- Users around the plans that the actor sees. The plans first: then the rows around each are found by index.
create function rule.users() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
declare
    own constant bigint[] := array(select plan_id from rule.my_own_plans);
    assigned constant bigint[] := array(select plan_id from rule.my_assigned);
    contact constant bigint[] := array(select plan_id from rule.my_contact_plans);
    open_to constant bigint[] := array(select distinct plan_id from rule.reached where open);
    sensitive constant bigint[] := rule.sensitive_agencies();
begin
    return (
    select coalesce(array_agg(distinct user_id), '{}') from (
        select c.user_id from teams_contactteammember c where c.plan_id = any (own || assigned || open_to)
        union
        select s.user_id from teams_supportteammember s where s.plan_id = any (own)
        union
        select s.user_id from teams_supportteammember s
        where s.plan_id = any (contact || open_to) and (s.agency_id is null or s.agency_id <> all (sensitive))
        union
        select s.user_id from teams_supportteammember s
        where s.plan_id = any (contact || open_to) and s.agency_id = any (sensitive)
          and (s.plan_id, s.agency_id) in (select plan_id, agency_id from rule.known_agencies)
        union
        select u.id from people_user u join plans_plan p on p.person_id = u.person_id where p.id = any (assigned)
        union
        -- Whoever is to take something over is named to the person before they are in the team.
        select i.receiver_user_id from handovers_handoveritem i
        where i.plan_id = any (own) and i.receiver_user_id is not null and i.replaced_at is null
        union
        -- Whoever was told a name before consent (B3) is in no team; the person reads who it was (I6).
        select l.user_id from consents_preconsent c
        join access_look l on l.plan_id = c.plan_id and l.ground = 'preconsent:' || c.agency_id
        where c.plan_id = any (own)
    ) around);
end $$;

-- Wishes that wait for the actor's answer, as contact team or as the agency that was asked. Runs as the actor, so
-- that it knows of no wish that is not seen.
create function rule.waiting_wishes() returns bigint[] language plpgsql stable
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(w.id), '{}') from wishes_wish w
    where w.plan_id = any ((select rule.contact() || rule.open_plans())::bigint[])
      and w.withdrawn_on is null and w.removed_at is null
      and (w.asked_agency_id is null and w.plan_id = any ((select rule.contact())::bigint[])
           or rule.key(w.plan_id, w.asked_agency_id * 2, 0) = any ((select rule.sources())::bigint[]))
      and not exists (select 1 from wishes_wishanswer a where a.wish_id = w.id and a.removed_at is null));
end $$;

-- Proposals that wait for the one who proposed them: a change is asked for, or the offer has expired. Runs as the
-- actor, as above.
create function rule.waiting_proposals() returns bigint[] language plpgsql stable
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(m.id), '{}') from plans_measure m
    where m.plan_id = any ((select rule.contact() || rule.open_plans())::bigint[])
      and m.status = 'proposed' and m.removed_at is null and not m.only_me
      and (m.change_asked_at is not null or greatest(m.offer_ends_on, m.offer_confirmed_on + 30) < access.today())
      and (m.source = 'correctional' and m.plan_id = any ((select rule.contact())::bigint[])
           or rule.key(m.plan_id, m.source_key, 0) = any ((select rule.sources())::bigint[])));
end $$;

-- Messages (C4) that the actor does not read although their topic is given: narrowed to others, or written at something that the
-- actor does not see. A handover is the person's and the contact team's. Not asked of the own plan.
create function rule.shut_messages() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
declare
    me constant bigint := access.me();
    contact constant bigint[] := rule.contact();
    open_to constant bigint[] := rule.open_plans();
    granted constant bigint[] := rule.granted();
    sources constant bigint[] := rule.sources();
    shut_topics constant bigint[] := rule.excluded_topics();
    called constant bigint[] := rule.called_meetings();
begin
    return array(
        select m.id from channel_message m
        left join lateral (
            select n.topic_id, n.source_key, n.only_me, n.only_me_contact_id, n.blocked_at, false as called
            from plans_need n where n.id = m.need_id
            union all
            select s.topic_id, s.source_key, s.only_me, s.only_me_contact_id, s.blocked_at, false from plans_measure s where s.id = m.measure_id
            union all
            select t.topic_id, t.source_key, t.only_me, t.only_me_contact_id, t.blocked_at,
                   t.id = any (called) and rule.key(t.plan_id, 0, 48) = any (granted)
            from plans_meeting t where t.id = m.meeting_id) thing on true
        where m.plan_id = any (contact || open_to) and not coalesce(
            (not m.narrowed or m.written_by_id = me
             or exists (select 1 from channel_reader r where r.message_id = m.id and r.user_id = me))
            and (m.handover_id is null or m.plan_id = any (contact))
            and (coalesce(m.need_id, m.measure_id, m.meeting_id) is null
                 or thing.blocked_at is null and rule.key(m.plan_id, 0, thing.topic_id) <> all (shut_topics)
                    and case when thing.only_me then thing.only_me_contact_id = me
                        else thing.source_key = 0 and (m.plan_id = any (contact) or thing.called)
                             or rule.key(m.plan_id, thing.source_key, thing.topic_id) = any (granted)
                             or rule.key(m.plan_id, thing.source_key, 0) = any (sources) end), false));
end $$;

-- 4. Policies ------------------------------------------------------------------------------------------------
-- Start from nothing: every policy and every grant of earlier versions goes, every table is closed.

do $$
declare item record;
begin
    for item in select schemaname, tablename, policyname from pg_policies where schemaname = 'public' loop
        execute format('drop policy %I on %I.%I', item.policyname, item.schemaname, item.tablename);
    end loop;
    for item in select tablename from pg_tables where schemaname = 'public' loop
        execute format('alter table public.%I enable row level security', item.tablename);
        execute format('revoke all on public.%I from pop_web', item.tablename);
    end loop;
end $$;
-- EXPLAIN guesses how many rows have a value from statistics over all rows, whoever asks. So none are kept of
-- words: otherwise it would tell that some invisible row says exactly this.
do $$
declare item record;
begin
    for item in
        select c.oid::regclass as name, a.attname from pg_attribute a
        join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
        where a.attnum > 0 and not a.attisdropped and a.attstattarget is distinct from 0
          and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'jsonb'::regtype)
    loop
        execute format('alter table %s alter column %I set statistics 0', item.name, item.attname);
    end loop;
end $$;
revoke all on all sequences in schema public from pop_web;
revoke all on all functions in schema rule, access from public, pop_web;

-- Entries: one rule for all thirteen kinds. `%s` takes what a kind adds.
do $$
declare
    kind text;
    see constant text := $rule$
        blocked_at is null and (
            plan_id = any ((select rule.own())::bigint[])
            or (not rule_excluded and (
                not only_me and (
                    source_key = 0 and plan_id = any ((select rule.contact())::bigint[])
                    or rule_granted
                    or rule.key(plan_id, source_key, 0) = any ((select rule.sources())::bigint[]))
                -- A7: kept to oneself and one named contact, who must still be in a team of this plan.
                or only_me and only_me_contact_id = (select access.me())
                    and (plan_id = any ((select rule.contact())::bigint[])
                         or plan_id = any ((select rule.open_plans())::bigint[])))))
    $rule$;
    excluded constant text :=
        'rule.key(plan_id, 0, topic_id) = any ((select rule.excluded_topics())::bigint[])';
    granted constant text :=
        'rule.key(plan_id, source_key, topic_id) = any ((select rule.granted())::bigint[])';
    -- A11: a contact is opened to a partner singly. A2: whoever is called to a meeting sees that one.
    opened constant text := $rule$
        (plan_id = any ((select rule.open_plans())::bigint[]) and id = any ((select rule.opened_contacts())::bigint[]))
    $rule$;
    called constant text := $rule$
        (rule.key(plan_id, source_key, topic_id) = any ((select rule.granted())::bigint[])
         or source_key = 0 and rule.key(plan_id, 0, 48) = any ((select rule.granted())::bigint[])
            and id = any ((select rule.called_meetings())::bigint[]))
    $rule$;
    -- Who may write. The person and the contact team write for the person and kriminalomsorgen; a partner
    -- writes as itself, in topics that are given to it, and only measures, notes and what was done.
    write constant text := $rule$
        written_by_id = (select access.me())
        and (plan_id = any ((select rule.own())::bigint[]) and source = 'person'
             or plan_id = any ((select rule.contact())::bigint[]) and source in ('person', 'correctional')
                and not only_me and not rule_excluded)
    $rule$;
    partner_write constant text := $rule$
        or written_by_id = (select access.me()) and not only_me
           and rule.key(plan_id, source_key, 0) = any ((select rule.sources())::bigint[])
           and rule.key(plan_id, 0, topic_id) = any ((select rule.granted())::bigint[])
    $rule$;
    -- Nobody changes what they do not see. What the change may touch, a trigger in acts.sql says.
    change constant text := $rule$
        blocked_at is null and (
            plan_id = any ((select rule.own())::bigint[])
            or not rule_excluded and not only_me and (
                source_key = 0 and plan_id = any ((select rule.contact())::bigint[])
                or rule.key(plan_id, source_key, 0) = any ((select rule.sources())::bigint[]) rule_more))
    $rule$;
    rule_see text; rule_write text; rule_change text; rule_excluded text;
begin
    foreach kind in array array[
        'plans_need', 'plans_goal', 'plans_measure', 'plans_measurenote', 'plans_note', 'plans_statement',
        'plans_progressionwish', 'plans_decision', 'plans_contact', 'plans_meeting', 'plans_placement',
        'plans_servingform', 'plans_expectedrelease', 'wishes_wish', 'wishes_wishanswer', 'wishes_plannedleave',
        'plans_proposalanswer',
        'conversations_conversation', 'conversations_interpreterneed', 'conversations_mappinganswer',
        'conversations_brikresult', 'conversations_economy', 'conversations_preparation',
        'sentences_sentencefacts', 'sentences_sentenceterm', 'sentences_interruption', 'sentences_restriction', 'letters_letter',
        'meetings_agendaitem', 'meetings_minuteline', 'channel_message']
    loop
        rule_see := replace(see, 'rule_granted', case kind
            when 'plans_contact' then '(' || opened || ')'
            when 'plans_meeting' then called
            -- C5: a letter goes out on paper; in here it is read by the person and the contact team.
            when 'letters_letter' then 'false'
            -- What is written at a meeting is read by whoever is called to it, as the meeting is.
            when 'channel_message' then '(' || granted || ' or source_key = 0 and rule.key(plan_id, 0, 48) = any ((select rule.granted())::bigint[])'
                ' and meeting_id = any ((select rule.called_meetings())::bigint[]))'
            else granted end);
        -- What a letter takes in from other topics is kept from whoever any topic is kept from.
        rule_excluded := case when kind = 'letters_letter'
            then '(' || excluded || ' or mixed and plan_id = any ((select rule.partly_excluded())::bigint[]))'
            -- C4: narrowed, and never widened.
            when kind = 'channel_message' then '(' || excluded || ' or id = any ((select rule.shut_messages())::bigint[]))' else excluded end;
        rule_see := replace(rule_see, 'rule_excluded', rule_excluded);
        rule_write := replace(write, 'rule_excluded', rule_excluded)
            || case when kind in ('plans_measure', 'plans_note', 'plans_measurenote', 'wishes_wishanswer', 'channel_message', 'meetings_agendaitem')
               then partner_write else '' end;
        -- A measure's status, by whoever answers for it, and the person's choice, registered by the contact
        -- team. A trigger in acts.sql keeps each of them to that.
        rule_change := replace(replace(change, 'rule_excluded', rule_excluded), 'rule_more',
            case when kind = 'plans_measure' then
                'or id = any ((select rule.my_measures())::bigint[])'
                ' or plan_id = any ((select rule.contact())::bigint[]) and ' || granted else '' end);
        -- What is done belongs to a measure that one sees.
        if kind = 'plans_measurenote' then
            rule_write := '(' || rule_write || ') and exists (select 1 from plans_measure m where m.id = measure_id)';
        end if;
        -- An answer belongs to a proposal that one sees, and is kept where that is kept.
        if kind = 'plans_proposalanswer' then
            rule_write := '(' || rule_write || ') and exists (select 1 from plans_measure m where m.id = measure_id'
                ' and m.topic_id = plans_proposalanswer.topic_id and (plans_proposalanswer.only_me or not m.only_me))';
        end if;
        -- I1: one asks about what one sees, and whom one may know of.
        if kind = 'wishes_wish' then
            rule_write := '(' || rule_write || ')'
                ' and (need_id is null or exists (select 1 from plans_need n where n.id = need_id))'
                ' and (progression_wish_id is null'
                '      or exists (select 1 from plans_progressionwish p where p.id = progression_wish_id))'
                ' and (asked_agency_id is null or exists (select 1 from people_agency a where a.id = asked_agency_id))';
        end if;
        -- I1: only the one who was asked answers, a wish that is seen and not taken back, where it was asked.
        if kind = 'wishes_wishanswer' then
            rule_write := '(' || rule_write || ') and source <> ''person'' and exists ('
                'select 1 from wishes_wish w where w.id = wish_id and w.withdrawn_on is null and w.removed_at is null'
                ' and w.topic_id = wishes_wishanswer.topic_id'
                ' and coalesce(w.asked_agency_id * 2, 0) = wishes_wishanswer.source_key)';
        end if;
        -- An item and a line belong to a meeting that one sees, and to what one sees of the plan.
        if kind in ('meetings_agendaitem', 'meetings_minuteline') then
            rule_write := '(' || rule_write || ')'
                ' and exists (select 1 from plans_meeting m where m.id = meeting_id and (not m.only_me or ' || kind || '.only_me))'
                ' and (need_id is null or exists (select 1 from plans_need n where n.id = need_id))'
                ' and (measure_id is null or exists (select 1 from plans_measure m where m.id = measure_id))';
        end if;
        -- What is said of a case that is kept is kept too.
        if kind = 'meetings_minuteline' then
            rule_write := '(' || rule_write || ') and (item_id is null or exists (select 1 from meetings_agendaitem i'
                ' where i.id = item_id and (not i.only_me or meetings_minuteline.only_me)))';
        end if;
        -- What is raised stands in the topic of what it is about, and what the person keeps is kept on the agenda too (A7).
        if kind = 'meetings_agendaitem' then
            rule_write := '(' || rule_write || ')'
                ' and (need_id is null or exists (select 1 from plans_need n where n.id = need_id'
                '      and n.topic_id = meetings_agendaitem.topic_id and (not n.only_me or meetings_agendaitem.only_me)))'
                ' and (measure_id is null or exists (select 1 from plans_measure m where m.id = measure_id'
                '      and m.topic_id = meetings_agendaitem.topic_id and (not m.only_me or meetings_agendaitem.only_me)))';
        end if;
        -- One writes at what one sees, in its topic, and not at what the person keeps to themselves.
        if kind = 'channel_message' then
            rule_write := '(' || rule_write || ')'
                ' and (need_id is null or exists (select 1 from plans_need n where n.id = need_id'
                '      and n.topic_id = channel_message.topic_id and (not n.only_me or channel_message.only_me)))'
                ' and (measure_id is null or exists (select 1 from plans_measure m where m.id = measure_id'
                '      and m.topic_id = channel_message.topic_id and (not m.only_me or channel_message.only_me)))'
                ' and (meeting_id is null or exists (select 1 from plans_meeting m where m.id = meeting_id'
                '      and (not m.only_me or channel_message.only_me)))'
                ' and (handover_id is null or exists (select 1 from handovers_handover h where h.id = handover_id))';
        end if;
        -- One writes to whom one may know of.
        if kind = 'letters_letter' then
            rule_write := '(' || rule_write || ') and source_key = 0 and (to_agency_id is null or exists (select 1 from people_agency a where a.id = to_agency_id))';
        end if;
        -- What a sentence is, is kriminalomsorgen's. Restrictions (B6) stand where what others decided does.
        if kind like 'sentences\_%' then
            rule_write := '(' || rule_write || ') and source = ''correctional'' and topic_id = '
                || case kind when 'sentences_restriction' then 49 else 43 end;
        end if;
        -- «Jeg er uenig» is said of what stands there: nobody writes an entry that is contested from the start.
        rule_write := '(' || rule_write || ') and contested_at is null';
        execute format('create policy see on %I for select to pop_web using (%s)', kind, rule_see);
        execute format('create policy write on %I for insert to pop_web with check (%s)', kind, rule_write);
        execute format('create policy change on %I for update to pop_web using (%s) with check (%s)',
                       kind, rule_change, rule_change);
        -- Blocking goes through access.block_entry, which also clears the log (A14).
        execute format('grant select, insert, update (%s) on %I to pop_web', (
            select string_agg(quote_ident(column_name), ', ') from information_schema.columns
            where table_schema = 'public' and table_name = kind and is_generated = 'NEVER'
              and column_name <> 'blocked_at'), kind);
    end loop;
end $$;

-- What has a topic but no source: open where the topic is.
do $$
declare
    kind text;
    see constant text := $rule$
        plan_id = any ((select rule.own())::bigint[])
        or rule.key(plan_id, 0, topic_id) = any ((select rule.granted())::bigint[])
        or plan_id = any ((select rule.contact())::bigint[])
           and rule.key(plan_id, 0, topic_id) <> all ((select rule.excluded_topics())::bigint[])
    $rule$;
    write constant text := $rule$
        plan_id = any ((select rule.own())::bigint[])
        or plan_id = any ((select rule.contact())::bigint[])
           and rule.key(plan_id, 0, topic_id) <> all ((select rule.excluded_topics())::bigint[])
    $rule$;
begin
    foreach kind in array array['plans_focusarea', 'plans_ownarea'] loop
        execute format('create policy see on %I for select to pop_web using (%s)', kind, see);
        execute format('create policy write on %I for insert to pop_web with check (%s)', kind, write);
        execute format('create policy untick on %I for delete to pop_web using (%s)', kind, write);
        execute format('grant select, insert, delete on %I to pop_web', kind);
    end loop;
end $$;

-- Threads: seen where both ends are seen, tied and untied by whoever sees both ends.
do $$
declare
    thread text[];
    threads constant text[] := array[
        ['plans_needgoal',
         'exists (select 1 from plans_need e where e.id = need_id) and exists (select 1 from plans_goal e where e.id = goal_id)'],
        ['plans_measureneed',
         'exists (select 1 from plans_measure e where e.id = measure_id)'
         ' and (need_id is null or exists (select 1 from plans_need e where e.id = need_id))'
         ' and (goal_id is null or exists (select 1 from plans_goal e where e.id = goal_id))'],
        ['plans_contactopening', 'exists (select 1 from plans_contact e where e.id = contact_id)'],
        ['plans_meetinginvitee', 'exists (select 1 from plans_meeting e where e.id = meeting_id)']];
    who text;
begin
    foreach thread slice 1 in array threads loop
        -- Whom a contact is opened to, and who is called, is for the person and the contact team.
        who := case when thread[1] in ('plans_contactopening', 'plans_meetinginvitee')
            then '(plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[])) and '
            else '' end
            -- An opening names its recipient: not an agency that the actor may not know in this plan.
            || case when thread[1] = 'plans_contactopening'
            then '(plan_id = any ((select rule.own())::bigint[]) or agency_id is null'
                 ' or agency_id <> all ((select rule.sensitive_agencies())::bigint[])'
                 ' or rule.key(plan_id, agency_id * 2, 0) = any ((select rule.known_in_plans())::bigint[])) and '
            else '' end;
        execute format('create policy see on %I for select to pop_web using (%s)', thread[1], who || thread[2]);
        execute format('create policy write on %I for insert to pop_web with check (%s)', thread[1], who || thread[2]);
        execute format('create policy untie on %I for delete to pop_web using (%s)', thread[1],
            '(plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[])) and ' || thread[2]);
        execute format('grant select, insert, delete on %I to pop_web', thread[1]);
    end loop;
end $$;

-- The plan and the person.
create policy see on plans_plan for select to pop_web using (
    id = any ((select rule.own())::bigint[]) or id = any ((select rule.assigned())::bigint[])
    or id = any ((select rule.reached_plans())::bigint[]));
create policy change on plans_plan for update to pop_web
    using (id = any ((select rule.contact())::bigint[])) with check (id = any ((select rule.contact())::bigint[]));
grant select, update (sentence_ended_on, named_only) on plans_plan to pop_web;

create policy see on people_person for select to pop_web using (id = any ((select rule.persons())::bigint[]));
create policy change on people_person for update to pop_web
    using (id = any ((select rule.identities())::bigint[])) with check (id = any ((select rule.identities())::bigint[]));
grant select, update (given_name, family_name, protection, language, needs_interpreter) on people_person to pop_web;

create policy see on people_personidentity for select to pop_web
    using (person_id = any ((select rule.identities())::bigint[]));
create policy change on people_personidentity for update to pop_web
    using (person_id = any ((select rule.identities())::bigint[]))
    with check (person_id = any ((select rule.identities())::bigint[]));
grant select, update (archive_number, national_id) on people_personidentity to pop_web;

-- What has no topic: the person, and those of the contact team from whom nothing is kept.
do $$
declare
    kind text;
    who constant text := $rule$
        plan_id = any ((select rule.own())::bigint[])
        or plan_id = any ((select rule.contact())::bigint[])
           and plan_id <> all ((select rule.partly_excluded())::bigint[])
    $rule$;
begin
    foreach kind in array array['plans_historyrow', 'plans_groundwork', 'plans_refusal', 'plans_versionanswer'] loop
        execute format('create policy see on %I for select to pop_web using (%s)', kind, who);
        execute format('create policy write on %I for insert to pop_web with check (%s)', kind, who);
        execute format('grant select, insert on %I to pop_web', kind);
    end loop;
    foreach kind in array array['plans_groundwork', 'plans_refusal'] loop
        execute format('create policy change on %I for update to pop_web using (%s) with check (%s)', kind, who, who);
        execute format('grant update on %I to pop_web', kind);
    end loop;
end $$;

-- A merge is told in both plans: whoever follows the emptied one up must know why nothing stands there.
-- The number and date of a version tell nothing about what it holds. access.make_version writes them.
create policy see on plans_version for select to pop_web using (
    plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[])
    or plan_id = any ((select rule.open_plans())::bigint[]));
grant select on plans_version to pop_web;

-- The person is told too (A14): it is their plan.
create policy see on plans_merge for select to pop_web using (
    plan_id = any ((select rule.own())::bigint[]) or emptied_id = any ((select rule.own())::bigint[])
    or plan_id = any ((select rule.contact())::bigint[]) or emptied_id = any ((select rule.contact())::bigint[]));
grant select on plans_merge to pop_web;

-- Teams.
create policy see on teams_contactteammember for select to pop_web using (
    user_id = (select access.me())
    or plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[])
    or plan_id = any ((select rule.open_plans())::bigint[]));
create policy write on teams_contactteammember for insert to pop_web
    with check (plan_id = any ((select rule.contact())::bigint[]));
create policy change on teams_contactteammember for update to pop_web
    using (plan_id = any ((select rule.contact())::bigint[]) and until is null)
    with check (plan_id = any ((select rule.contact())::bigint[]));
grant select, insert, update (until) on teams_contactteammember to pop_web;

-- One's own chair shows that one is invited, and nothing about whom.
create policy see on teams_supportteammember for select to pop_web using (
    user_id = (select access.me())
    or plan_id = any ((select rule.own())::bigint[])
    or (plan_id = any ((select rule.contact())::bigint[]) or plan_id = any ((select rule.open_plans())::bigint[]))
       and (agency_id is null or agency_id <> all ((select rule.sensitive_agencies())::bigint[])
            or rule.key(plan_id, agency_id * 2, 0) = any ((select rule.known_in_plans())::bigint[])));
-- Nobody invites for an agency that they may not know: to have invited is to know (rule.known_agencies).
create policy write on teams_supportteammember for insert to pop_web with check (
    invited_by_id = (select access.me()) and accepted_at is null
    and (plan_id = any ((select rule.own())::bigint[])
         or plan_id = any ((select rule.contact())::bigint[])
            and (agency_id is null or agency_id <> all ((select rule.hidden_agencies())::bigint[]))));
create policy answer on teams_supportteammember for update to pop_web
    using (user_id = (select access.me()) and until is null)
    with check (user_id = (select access.me()));
create policy change on teams_supportteammember for update to pop_web
    using ((plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[]))
           and user_id <> (select access.me()) and until is null)
    with check (until is not null);
grant select, insert, update (accepted_at, declined_at, until) on teams_supportteammember to pop_web;

create policy see on teams_privatetie for select to pop_web using (
    user_id = (select access.me()) or plan_id = any ((select rule.own())::bigint[]));
create policy answer on teams_privatetie for insert to pop_web with check (
    user_id = (select access.me()) and answer = 'no_tie'
    and (plan_id = any ((select rule.assigned())::bigint[]) or plan_id = any ((select rule.reached_plans())::bigint[])));
create policy ask_away on teams_privatetie for insert to pop_web with check (
    answer = 'asked_away' and plan_id = any ((select rule.own())::bigint[]));
grant select, insert on teams_privatetie to pop_web;

create policy see on teams_namedaccess for select to pop_web using (
    user_id = (select access.me())
    or plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[]));
create policy write on teams_namedaccess for insert to pop_web
    with check (plan_id = any ((select rule.contact())::bigint[]));
create policy remove on teams_namedaccess for delete to pop_web
    using (plan_id = any ((select rule.contact())::bigint[]) and user_id <> (select access.me()));
grant select, insert, delete on teams_namedaccess to pop_web;

-- A slip: printed for oneself or by the contact team; who registered it keeps the receipt. access/wishes.sql
-- registers it.
create policy see on wishes_wishslip for select to pop_web using (
    plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[])
    or registered_by_id = (select access.me()));
create policy print on wishes_wishslip for insert to pop_web with check (
    printed_by_id = (select access.me()) and registered_at is null
    and (plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[])));
grant select, insert on wishes_wishslip to pop_web;

-- A sheet of choices (I3): for whoever printed it, with measures that they see. access/proposals.sql registers it.
create policy see on plans_choicesheet for select to pop_web using (
    plan_id = any ((select rule.own())::bigint[])
    or plan_id = any ((select rule.contact())::bigint[]) and printed_by_id = (select access.me()));
create policy print on plans_choicesheet for insert to pop_web with check (
    printed_by_id = (select access.me()) and registered_at is null
    and (plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[]))
    and not exists (select 1 from unnest(spoken || offered) listed
                    where not exists (select 1 from plans_measure m where m.id = listed and m.plan_id = plans_choicesheet.plan_id)));
grant select, insert on plans_choicesheet to pop_web;

create policy see on teams_task for select to pop_web using (user_id = (select access.me()));
-- The check after two weeks is answered by the conversation itself, as long as one can hold it, and a release that has moved
-- by a day for its handover (handovers.sql).
create policy finish on teams_task for update to pop_web
    using (user_id = (select access.me())
           and (kind not in ('thread_held_later', 'release_moved') or plan_id <> all ((select rule.contact())::bigint[])))
    with check (user_id = (select access.me()));
grant select, update (done_at) on teams_task to pop_web;

-- Consent. Seen by the person, the contact team, and for its own part by the recipient. A draft is signed
-- and a signed one is ended; a trigger in acts.sql keeps it to that.
do $$
declare
    -- Whoever wrote or registered a consent knows all of it. What was dropped is for the person and its writer,
    -- so that a missing number may as well be that.
    contact constant text := $rule$
        plan_id = any ((select rule.contact())::bigint[])
        and (drafted_by_id = (select access.me())
             or dropped_at is null and (registered_by_id = (select access.me())
                                        or id = any ((select rule.told_consents())::bigint[])))
    $rule$;
begin
    execute format('create policy see on consents_consent for select to pop_web using ('
                   ' plan_id = any ((select rule.own())::bigint[]) or %s'
                   ' or signed_at is not null and id = any ((select rule.my_consents())::bigint[]))', contact);
    -- The same for a change: a statement without a condition is not asked whether it may see.
    execute format('create policy change on consents_consent for update to pop_web'
                   ' using (plan_id = any ((select rule.own())::bigint[]) or %s)'
                   ' with check (plan_id = any ((select rule.own())::bigint[]) or %s)', contact, contact);
end $$;
create policy draft on consents_consent for insert to pop_web with check (
    signed_at is null and drafted_by_id = (select access.me())
    and (plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[])));
grant select, insert, update on consents_consent to pop_web;

create policy see on consents_consentitem for select to pop_web using (
    plan_id = any ((select rule.own())::bigint[])
    or plan_id = any ((select rule.contact())::bigint[])
       and (agency_id is null or agency_id <> all ((select rule.sensitive_agencies())::bigint[])
            or rule.key(plan_id, agency_id * 2, 0) = any ((select rule.known_in_plans())::bigint[]))
       and rule.key(plan_id, 0, topic_id) <> all ((select rule.excluded_topics())::bigint[])
    or rule.key(plan_id, recipient_key, 0) = any ((select rule.sources())::bigint[])
       and rule.key(plan_id, 0, topic_id) <> all ((select rule.excluded_topics())::bigint[])
       and consent_id = any ((select rule.my_consents())::bigint[]));
-- The contact team writes in drafts of its own, about whom it may know: in another's it could run into a point
-- that it does not see, and a guessed number in its own would make an agency known to it.
create policy draft on consents_consentitem for insert to pop_web with check (
    (plan_id = any ((select rule.own())::bigint[])
     or plan_id = any ((select rule.contact())::bigint[])
        and (agency_id is null or agency_id <> all ((select rule.sensitive_agencies())::bigint[])
             or rule.key(plan_id, agency_id * 2, 0) = any ((select rule.known_in_plans())::bigint[])))
    and exists (select 1 from consents_consent c
                where c.id = consent_id and c.plan_id = consents_consentitem.plan_id and c.signed_at is null
                  and (c.drafted_by_id = (select access.me()) or c.plan_id = any ((select rule.own())::bigint[]))));
create policy undraft on consents_consentitem for delete to pop_web using (
    (plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[]))
    and exists (select 1 from consents_consent c
                where c.id = consent_id and c.signed_at is null
                  and (c.drafted_by_id = (select access.me()) or c.plan_id = any ((select rule.own())::bigint[]))));
-- Nobody updates an item: signing and withdrawing end it, in acts.sql.
grant select, insert, delete on consents_consentitem to pop_web;

-- An exclusion is not known to the one it is about.
create policy see on consents_exclusion for select to pop_web using (
    plan_id = any ((select rule.own())::bigint[])
    or plan_id = any ((select rule.contact())::bigint[])
       and rule.key(plan_id, 0, topic_id) <> all ((select rule.excluded_topics())::bigint[])
       and (agency_id is null or agency_id <> all ((select rule.sensitive_agencies())::bigint[])
            or rule.key(plan_id, agency_id * 2, 0) = any ((select rule.known_in_plans())::bigint[])));
create policy write on consents_exclusion for insert to pop_web with check (
    made_by_id = (select access.me())
    and (plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[])));
-- Lifting an exclusion widens what is seen: that is for the person alone.
create policy lift on consents_exclusion for update to pop_web
    using (plan_id = any ((select rule.own())::bigint[]))
    with check (plan_id = any ((select rule.own())::bigint[]));
grant select, insert, update (lifted_at) on consents_exclusion to pop_web;

-- The sheet names every recipient.
create policy see on consents_consentscan for select to pop_web using (
    plan_id = any ((select rule.own())::bigint[])
    or plan_id = any ((select rule.contact())::bigint[])
       and plan_id <> all ((select rule.partly_excluded())::bigint[])
       and consent_id = any ((select rule.whole_consents())::bigint[]));
create policy write on consents_consentscan for insert to pop_web
    with check (plan_id = any ((select rule.contact())::bigint[])
                and exists (select 1 from consents_consent c where c.id = consent_id));
grant select, insert on consents_consentscan to pop_web;

-- Written by withdrawing, and in no other way: a receipt stands for a withdrawal that happened.
create policy see on consents_withdrawalreceipt for select to pop_web using (
    plan_id = any ((select rule.own())::bigint[]) or registered_by_id = (select access.me())
    or plan_id = any ((select rule.contact())::bigint[]) and id = any ((select rule.told_receipts())::bigint[]));
grant select on consents_withdrawalreceipt to pop_web;

-- Users. A name is seen by those around the same plan, by colleagues, and where the register is kept.
-- Persons with a plan are in no register: their being a user tells that they serve a sentence.
create policy see on people_user for select to pop_web using (
    id = (select access.me()) or id = any ((select rule.users())::bigint[])
    or person_id is null and (
        (select rule.has_role('administrator')) or (select rule.has_role('dpo'))
        or (select rule.is_staff()) and (
            exists (select 1 from people_unitrole r where r.user_id = people_user.id)
            or exists (select 1 from people_agencyrole r where r.user_id = people_user.id))));
create policy own_language on people_user for update to pop_web
    using (id = (select access.me())) with check (id = (select access.me()));
create policy register on people_user for insert to pop_web
    with check ((select rule.has_role('administrator')) and person_id is null);
create policy keep on people_user for update to pop_web
    using ((select rule.has_role('administrator')) and person_id is null)
    with check ((select rule.has_role('administrator')) and person_id is null);
grant select, insert, update (language, title, shielded, active) on people_user to pop_web;

-- A12: a shielded employee is a role; the name is for the administrator and the data protection officer.
create policy see on people_username for select to pop_web using (
    user_id = (select access.me()) or (select rule.has_role('administrator')) or (select rule.has_role('dpo'))
    or exists (select 1 from people_user u where u.id = user_id and not u.shielded));
create policy register on people_username for insert to pop_web
    with check ((select rule.has_role('administrator')));
create policy keep on people_username for update to pop_web
    using ((select rule.has_role('administrator'))) with check ((select rule.has_role('administrator')));
grant select, insert, update (name) on people_username to pop_web;

create policy see on people_unitrole for select to pop_web using (
    user_id = (select access.me()) or (select rule.is_staff()) or (select rule.has_role('administrator')));
create policy see on people_agencyrole for select to pop_web using (
    user_id = (select access.me()) or (select rule.has_role('administrator'))
    or (select rule.is_staff()) and agency_id <> all ((select rule.hidden_agencies())::bigint[]));
create policy see on people_systemrole for select to pop_web using (
    user_id = (select access.me()) or (select rule.has_role('administrator')) or (select rule.has_role('dpo')));
create policy see on people_agency for select to pop_web using (
    (select access.me()) is not null and id <> all ((select rule.hidden_agencies())::bigint[]));

-- Places and texts: no secrets, for whoever is logged in. The administrator keeps the registers.
do $$
declare kind text;
begin
    foreach kind in array array['people_region', 'people_unit', 'people_ward', 'plans_topic',
                                'people_secrecydeclaration', 'consents_consenttext'] loop
        execute format('create policy see on %I for select to pop_web using ((select access.me()) is not null)', kind);
        execute format('grant select on %I to pop_web', kind);
    end loop;
    foreach kind in array array['people_region', 'people_unit', 'people_ward', 'people_agency', 'people_unitrole',
                                'people_agencyrole', 'people_systemrole'] loop
        execute format('create policy register on %I for insert to pop_web with check ((select rule.has_role(''administrator'')))', kind);
        execute format('create policy keep on %I for update to pop_web using ((select rule.has_role(''administrator'')))'
                       ' with check ((select rule.has_role(''administrator'')))', kind);
        execute format('grant select, insert, update on %I to pop_web', kind);
    end loop;
end $$;

-- I2: tilbudskort and offers say nothing about anybody: for whoever is logged in. A card is where its agency is.
-- The administrator may write all; which agency or unit a card is about is never changed (no grant).
create policy see on services_servicecard for select to pop_web using (
    (select access.me()) is not null
    and (agency_id is null or agency_id <> all ((select rule.hidden_agencies())::bigint[])));
create policy see on services_offer for select to pop_web using (
    exists (select 1 from services_servicecard c where c.id = card_id));
do $$
declare
    mine constant text := $rule$
        (select rule.has_role('administrator'))
        or agency_id = any ((select rule.kept_agencies())::bigint[])
        or unit_id = any ((select rule.led_units())::bigint[])
    $rule$;
    on_mine constant text := format('exists (select 1 from services_servicecard c where c.id = card_id and (%s))', mine);
begin
    execute format('create policy write on services_servicecard for insert to pop_web with check (%s)', mine);
    execute format('create policy change on services_servicecard for update to pop_web using (%s) with check (%s)', mine, mine);
    execute format('create policy write on services_offer for insert to pop_web with check (%s)', on_mine);
    execute format('create policy change on services_offer for update to pop_web using (%s) with check (%s)', on_mine, on_mine);
end $$;
grant select, insert, update (way_in, phone, email, needs, needs_when, agreements, confirmed_on, confirmed_by_id,
    changed_at, changed_by_id) on services_servicecard to pop_web;
grant select, insert, update (name, topics, requirements, waiting_time, apply_by, since, until, ended_on,
    changed_at, changed_by_id) on services_offer to pop_web;

create policy see on people_secrecyacceptance for select to pop_web using (
    user_id = (select access.me()) or (select rule.has_role('administrator')));
create policy accept on people_secrecyacceptance for insert to pop_web with check (user_id = (select access.me()));
grant select, insert on people_secrecyacceptance to pop_web;

-- The door's own tables.
create policy own on access_session for all to pop_web
    using (key_hash = current_setting('pop.session', true))
    with check (key_hash = current_setting('pop.session', true));
grant select, insert, delete, update (data, expires_at) on access_session to pop_web;
create policy own on access_submission for all to pop_web
    using (actor_id = (select access.me())) with check (actor_id = (select access.me()));
grant select, insert on access_submission to pop_web;
create policy see on access_look for select to pop_web using (
    ground <> 'own_plan'  -- the person's own prints are counted there, and are no look by anybody (A20)
    and (plan_id = any ((select rule.own())::bigint[]) or (select rule.has_role('dpo'))));
grant select on access_look to pop_web;
-- A question about a look, and its answers: the person's. Leader and data protection officer get theirs from
-- access.look_questions(), without the plan.
create policy see on looks_lookquestion for select to pop_web using (plan_id = any ((select rule.own())::bigint[]));
create policy see on looks_lookanswer for select to pop_web using (plan_id = any ((select rule.own())::bigint[]));
grant select on looks_lookquestion, looks_lookanswer to pop_web;

-- The change log (I4): what is seen of a change is what may be seen of the row today, and might be then.
create policy see on changelog_subject for select to pop_web using (
    blocked_at is null and (
        plan_id = any ((select rule.own())::bigint[])
        or case circle
            when 'entry' then
                rule.key(plan_id, 0, topic_id) <> all ((select rule.excluded_topics())::bigint[])
                and rule.key(plan_id, 0, now_topic_id) <> all ((select rule.excluded_topics())::bigint[])
                and (not only_me or only_me_contact_id = (select access.me()))
                and (not now_only_me or now_only_me_contact_id = (select access.me()))
                and (only_me and now_only_me
                         and (plan_id = any ((select rule.contact())::bigint[])
                              or plan_id = any ((select rule.open_plans())::bigint[]))
                     or source_key = 0 and plan_id = any ((select rule.contact())::bigint[])
                     or rule.key(plan_id, source_key, 0) = any ((select rule.sources())::bigint[])
                     or "table" not in ('plans_contact', 'plans_meeting')
                        and rule.key(plan_id, source_key, topic_id) = any ((select rule.granted())::bigint[])
                        and rule.key(plan_id, source_key, now_topic_id) = any ((select rule.granted())::bigint[])
                     or "table" = 'plans_contact' and plan_id = any ((select rule.open_plans())::bigint[])
                        and row_id = any ((select rule.opened_contacts())::bigint[])
                     or "table" = 'plans_meeting'
                        and (rule.key(plan_id, source_key, topic_id) = any ((select rule.granted())::bigint[])
                             or source_key = 0 and row_id = any ((select rule.called_meetings())::bigint[])
                                and rule.key(plan_id, 0, 48) = any ((select rule.granted())::bigint[])))
            when 'inner' then
                plan_id = any ((select rule.contact())::bigint[])
                and (topic_id is null
                     or rule.key(plan_id, 0, topic_id) <> all ((select rule.excluded_topics())::bigint[]))
                and (recipient_key is null or recipient_key % 2 = 1
                     or recipient_key / 2 <> all ((select rule.sensitive_agencies())::bigint[])
                     or rule.key(plan_id, recipient_key, 0) = any ((select rule.known_in_plans())::bigint[]))
            when 'plan' then
                plan_id = any ((select rule.contact())::bigint[])
                and plan_id <> all ((select rule.partly_excluded())::bigint[])
            when 'row' then
                (plan_id = any ((select rule.contact())::bigint[]) or plan_id = any ((select rule.open_plans())::bigint[]))
                and access.row_seen("table", row_id)
            else false
        end));
grant select on changelog_subject to pop_web;
create policy see on changelog_change for select to pop_web using (
    exists (select 1 from changelog_subject s where s.id = subject_id)
    and (other_id is null or exists (select 1 from changelog_subject s where s.id = other_id)));
grant select on changelog_change to pop_web;

-- How far one has read: one's own, in plans that one has before oneself.
create policy own on history_readmark for all to pop_web
    using (user_id = (select access.me()))
    with check (user_id = (select access.me())
                and (plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[])
                     or plan_id = any ((select rule.open_plans())::bigint[])));
grant select, insert, update on history_readmark to pop_web;

-- Arrays of keys name rows and nothing else, and each is the actor's own: they may be called.
grant usage on schema access, rule to pop_web;
grant execute on all functions in schema rule to pop_web;
grant execute on function access.me(), access.today(), access.rules_fingerprint(), access.row_seen(text, bigint), access.untied_seen(bigint),
    access.circle(text), access.the_person(bigint) to pop_web;
