-- A database of invented plans, as many as `bench.plans` says. Read by filling.py, which runs one section (a line
-- of `--` and a title in `==`) at a time as the superuser, with triggers off.
--
-- Every number of a row tells which plan it belongs to: the k-th row of plan p in a table has the number
-- 1000000 + k·plans + p. Rows of one plan therefore lie as far from each other as they do when plans grow side by
-- side for months. Nobody has a name that is one: «Eksempel 17»; national identity numbers are left out.

-- == Fordeling ==
-- Who and where, for each plan. A unit has 200 plans and 60 in the contact teams, so that each follows ten; a Nav
-- office has 400 plans and eight advisers, so that each sits in fifty teams. One coordinator has 200 plans.
create function pg_temp.plans() returns bigint language sql stable
return current_setting('bench.plans')::bigint;
create function pg_temp.day(ago bigint) returns timestamptz language sql stable
return date_trunc('day', now()) + interval '10 hours' - ago * interval '1 day';

create temp table spread as
select p, 1000000 + p as plan_id, 1000000 + p as person_id, 5000000 + p as person_user,
       1000000 + unit as unit_id, 1000000 + unit * 2 + l % 2 as ward_id,
       staff + l % 20 as main, staff + 20 + l / 10 as deputy, case when p <= 200 then 2000002 else staff + 40 + l * 7 % 20 end as coordinator,
       1000000 + nav as nav, 4000000 + nav * 8 + l % 8 as adviser,
       1100000 + unit as second, 4500000 + unit * 10 + l % 10 as helper,
       1200000 + unit as third, 1300000 + nav as fourth,
       (select array_agg(1 + (p * 3 + k * 2) % 14 order by k) from generate_series(0, 5) k)::smallint[] as topics
from (select p, (p - 1) / 200 as unit, (p - 1) / 400 as nav, (p - 1) % 200 as l,
             1000000 + (p - 1) / 200 * 60 as staff
      from generate_series(1, pg_temp.plans()) p) x;
analyze spread;
create temp table unit_numbers as select distinct unit_id - 1000000 as u from spread;
create temp table nav_numbers as select distinct nav - 1000000 as n from spread;

-- == Enheter og etater ==
insert into people_region (id, key, name)
select 1000000 + r, gen_random_uuid(), 'Region ' || r from generate_series(1, 5) r;
insert into people_unit (id, key, region_id, name, kind, phone, active)
select 1000000 + u, gen_random_uuid(), 1000001 + u % 5, 'Enhet ' || u,
       case when u % 4 = 3 then 'probation_office' else 'prison' end, '22 00 00 00', true from unit_numbers;
insert into people_ward (id, key, unit_id, name)
select 1000000 + u * 2 + w, gen_random_uuid(), 1000000 + u, 'Avdeling ' || chr(65 + w)
from unit_numbers, generate_series(0, 1) w;
insert into people_agency (id, key, kind, name, municipality_number, organisation_number, sensitive, active)
select 1000000 + n, gen_random_uuid(), 'nav', 'Nav Eksempel ' || n, '', '', false, true from nav_numbers
union all
select 1100000 + u, gen_random_uuid(),
       (array['school', 'home_municipality', 'prison_health', 'mediation'])[1 + u % 4], 'Etat ' || u, '', '', false, true
from unit_numbers
union all
select 1200000 + u, gen_random_uuid(), 'gp', 'Legesenter ' || u, '', '', false, true from unit_numbers
union all
select 1300000 + n, gen_random_uuid(), 'specialist_health', 'Klinikk ' || n, '', '', true, true from nav_numbers;

-- == Brukere ==
insert into people_user (id, key, title, language, shielded, active)
select 1000000 + u * 60 + s, gen_random_uuid(), 'Kontaktbetjent', '', s = 59, true
from unit_numbers, generate_series(0, 59) s
union all
select 3000000 + u, gen_random_uuid(), 'Enhetsleder', '', false, true from unit_numbers
union all
select 4000000 + n * 8 + s, gen_random_uuid(), 'Rådgiver i Nav', '', false, true from nav_numbers, generate_series(0, 7) s
union all
select 4500000 + u * 10 + s, gen_random_uuid(), 'Rådgiver', '', false, true from unit_numbers, generate_series(0, 9) s
union all
select 2000001, gen_random_uuid(), 'Personvernombud', '', false, true;
insert into people_username (user_id, name)
select id, 'Bruker ' || id from people_user where id > 999999 and id < 5000000;
insert into people_unitrole (id, user_id, unit_id, role, since)
select 1000000 + id, id, 1000000 + (id - 1000000) / 60,
       (array['officer', 'social_adviser', 'reentry_coordinator'])[1 + (id - 1000000) % 60 / 20], current_date - 900
from people_user where id between 1000000 and 1999999
union all
select 1000000 + id, id, id - 2000000, 'leader', current_date - 900 from people_user where id between 3000000 and 3999999;
insert into people_agencyrole (id, user_id, agency_id, since)
select 1000000 + id, id, 1000000 + (id - 4000000) / 8, current_date - 900
from people_user where id between 4000000 and 4499999
union all
select 1000000 + id, id, 1100000 + (id - 4500000) / 10, current_date - 900
from people_user where id between 4500000 and 4999999;
insert into people_systemrole (id, user_id, role, since) values (1000000, 2000001, 'dpo', current_date - 900);
insert into people_secrecyacceptance (id, user_id, declaration_id, at)
select 1000000 + u.id, u.id, v.version, now() from people_user u, people_secrecydeclaration v
where u.id between 4000000 and 4999999;

-- == Personer og planer ==
insert into people_person (id, key, given_name, family_name, protection, language, needs_interpreter)
select person_id, gen_random_uuid(), (array['Ask', 'Bjørk', 'Eik', 'Gran', 'Hassel', 'Lind', 'Osp', 'Rogn', 'Selje'])[1 + p % 9],
       'Eksempel ' || p, 'none', '', false from spread;
insert into people_personidentity (person_id, birth_date, archive_number, national_id)
select person_id, date '1960-01-01' + (p * 37 % 16000)::int, 'X' || lpad(p::text, 9, '0'), '' from spread;
insert into people_user (id, key, title, language, shielded, active, person_id)
select person_user, gen_random_uuid(), 'Har en plan', '', false, true, person_id from spread;
insert into plans_plan (id, key, person_id, created_on, named_only)
select plan_id, gen_random_uuid(), person_id, current_date - 210, false from spread;
insert into plans_focusarea (id, plan_id, topic_id, since)
select 1000000 + (k - 1) * pg_temp.plans() + p, plan_id, topics[k], current_date - 200
from spread, generate_series(1, 6) k order by 1;

-- == Team ==
insert into teams_contactteammember (id, key, plan_id, user_id, role, since)
select 1000000 + k * pg_temp.plans() + p, gen_random_uuid(), plan_id, (array[main, deputy, coordinator])[k + 1],
       (array['main', 'deputy', 'coordinator'])[k + 1], current_date - 205
from spread, generate_series(0, 2) k order by 1;
insert into teams_supportteammember (id, key, plan_id, user_id, agency_id, role, since, invited_by_id, invited_at, accepted_at)
select 1000000 + k * pg_temp.plans() + p, gen_random_uuid(), plan_id, (array[adviser, helper])[k + 1],
       (array[nav, second])[k + 1], (array['Rådgiver i Nav', 'Rådgiver'])[k + 1], current_date - 190, main,
       pg_temp.day(190), pg_temp.day(188)
from spread, generate_series(0, 1) k order by 1;
insert into teams_privatetie (id, plan_id, user_id, answer, at)
select 1000000 + k * pg_temp.plans() + p, plan_id, (array[main, deputy, coordinator, adviser, helper])[k + 1], 'no_tie',
       pg_temp.day(187)
from spread, generate_series(0, 4) k order by 1;
insert into teams_task (id, key, user_id, plan_id, kind, at, due_on)
select 1000000 + p, gen_random_uuid(), main, plan_id, 'paper_missing', pg_temp.day(3), current_date + 11
from spread where p % 10 = 0;

-- == Samtykker ==
-- Four recipients. Nav is given five of the six areas, and may tell of four; the clinic is one whose name tells.
insert into consents_consent (id, key, plan_id, number, text_version_id, language, drafted_by_id, drafted_at, way, signed_on,
    signed_at, read_aloud, interpreter, remarks, archive_reference, has_scan, after_sentence)
select 1000000 + (k - 1) * pg_temp.plans() + p, gen_random_uuid(), plan_id, k,
       (select max(version) from consents_consenttext), 'nb', person_user, pg_temp.day(186), 'own_login', current_date - 186,
       pg_temp.day(186), false, '', '', '', false, false
from spread, generate_series(1, 4) k order by 1;
insert into consents_consentitem (consent_id, plan_id, agency_id, topic_id, give, obtain, share, end_reason)
select 1000000 + (k - 1) * pg_temp.plans() + p, plan_id, (array[nav, second, third, fourth])[k],
       case when topic < 10 then topics[topic] else topic end, true, what like '%o%', what like '%s%', ''
from spread, (values
    (1, 1, 'gos'), (1, 2, 'gos'), (1, 3, 'gos'), (1, 4, 'go'), (1, 5, 'g'),
    (1, 40, 'g'), (1, 41, 'g'), (1, 43, 'g'), (1, 45, 'g'), (1, 48, 'g'),
    (2, 1, 'gos'), (2, 2, 'g'), (2, 5, 'gos'), (2, 40, 'g'), (2, 45, 'g'), (2, 48, 'g'),
    (3, 5, 'gos'), (3, 6, 'go'), (3, 40, 'g'),
    (4, 6, 'g'), (4, 40, 'g')) as x(k, topic, what)
order by k, topic, p;

-- == Behov og mål ==
insert into plans_need (id, key, plan_id, topic_id, source, only_me, written_by_id, written_at, together, imported, text,
    own_words, said_by, acute)
select 1000000 + k * pg_temp.plans() + p, gen_random_uuid(), plan_id, topics[k + 1], 'person', false,
       case when k % 2 = 0 then main else person_user end, pg_temp.day(180 - k), k % 2 = 0, false,
       (array['Et sted å bo når jeg kommer ut', 'Oversikt over det jeg skylder', 'Jobb eller skole', 'Oftere kontakt med familien',
              'Avtale hos legen', 'Noe fast å gå til om dagen'])[k + 1] || ' (' || p || ')',
       case when k < 3 then 'Jeg har prøvd å få til dette alene før, men det stoppet opp. Denne gangen vil jeg ha hjelp fra starten.'
            else '' end, '', k = 0 and p % 5 = 0
from spread, generate_series(0, 5) k order by 1;
insert into plans_goal (id, key, plan_id, topic_id, source, only_me, written_by_id, written_at, together, imported, text, parked)
select 1000000 + k * pg_temp.plans() + p, gen_random_uuid(), plan_id, topics[1 + k * 2], 'person', false, person_user,
       pg_temp.day(172 - k), false, false,
       (array['Jeg har et eget sted å bo den dagen jeg slipper ut', 'Jeg har noe å gå til hver dag'])[k + 1], false
from spread, generate_series(0, 1) k order by 1;
insert into plans_needgoal (id, plan_id, need_id, goal_id)
select 1000000 + k * pg_temp.plans() + p, plan_id, 1000000 + k * pg_temp.plans() + p, 1000000 + k / 2 * pg_temp.plans() + p
from spread, generate_series(0, 3) k order by 1;

-- == Tiltak ==
-- Nine by the contact team, two by Nav, one by the other agency; two for each need.
insert into plans_measure (id, key, plan_id, topic_id, source, source_agency_id, only_me, written_by_id, written_at, together,
    imported, text, demands, person_responsible, responsible_user_id, responsible_agency_id, responsible_name, due, due_text,
    recurring, status, status_reason, chosen_at, chosen_way)
select 1000000 + m * pg_temp.plans() + p, gen_random_uuid(), plan_id, topics[1 + m % 6],
       case when m in (8, 9, 10) then 'agency' else 'correctional' end,
       case when m in (8, 9) then nav when m = 10 then second end, false,
       case when m in (8, 9) then adviser when m = 10 then helper else main end, pg_temp.day(165 - m), false, false,
       (array['Søke om kommunal bolig', 'Møte med gjeldsrådgiver', 'Kurs i truck og lager', 'Besøk i besøkshuset', 'Time hos legen',
              'Trening to ganger i uka', 'Sende papirer til kommunen', 'Sette opp budsjett', 'Arbeidsavklaring', 'Samtale med familien',
              'Følge til første time', 'Prøve en dag på aktivitetshuset'])[m + 1] || ' (' || p || ')',
       case when m % 2 = 0 then 'Du må møte til avtalt tid, og si fra dagen før når noe kommer i veien.' else '' end,
       m % 4 = 0 and m < 8,
       case when m in (8, 9) then adviser when m = 10 then helper when m % 4 = 1 then main end,
       case when m in (2, 8, 9) then nav when m = 10 then second end,
       case when m in (3, 7, 11) then 'kommunen' else '' end,
       current_date + (((p * 7 + m * 5) % 90) - 20)::int, '', false,
       s.status, case when s.status = 'waiting' then 'Venter på svar fra kommunen.' else '' end,
       case when s.status <> 'proposed' then pg_temp.day(150 - m) end,
       case when s.status <> 'proposed' then 'own_login' else '' end
from spread, generate_series(0, 11) m,
     lateral (select (array['chosen', 'in_progress', 'waiting', 'done', 'proposed', 'in_progress'])[1 + m % 6] as status) s
order by 1;
-- The one with 200 plans has a measure in many of them.
update plans_measure set responsible_user_id = 2000002, due = current_date + (id % 30)::int
where plan_id between 1000001 and 1000200 and id % 12 = 0 and responsible_user_id is not null and source = 'correctional';
insert into plans_measureneed (id, plan_id, measure_id, need_id, goal_id)
select 1000000 + m * pg_temp.plans() + p, plan_id, 1000000 + m % 12 * pg_temp.plans() + p,
       case when m < 12 then 1000000 + m % 6 * pg_temp.plans() + p end,
       case when m > 11 then 1000000 + (m - 12) * pg_temp.plans() + p end
from spread, generate_series(0, 13) m order by 1;

-- == Grunnopplysninger og møter ==
insert into plans_placement (id, key, plan_id, topic_id, source, only_me, written_by_id, written_at, together, imported,
    unit_id, ward_id, since)
select 1000000 + p, gen_random_uuid(), plan_id, 41, 'correctional', false, main, pg_temp.day(204), false, false, unit_id, ward_id,
       current_date - 204 from spread;
insert into plans_servingform (id, key, plan_id, topic_id, source, only_me, written_by_id, written_at, together, imported, form, since)
select 1000000 + p, gen_random_uuid(), plan_id, 42, 'correctional', false, main, pg_temp.day(204), false, false,
       case when p % 3 = 0 then 'lower_security' else 'high_security' end, current_date - 204 from spread;
insert into plans_expectedrelease (id, key, plan_id, topic_id, source, only_me, written_by_id, written_at, together, imported, "on")
select 1000000 + p, gen_random_uuid(), plan_id, 43, 'correctional', false, main, pg_temp.day(203), false, false,
       current_date + (30 + p % 400)::int from spread;
insert into plans_statement (id, key, plan_id, topic_id, source, only_me, written_by_id, written_at, together, imported, kind, text)
select 1000000 + p, gen_random_uuid(), plan_id, 45, 'person', false, person_user, pg_temp.day(185), false, false, 'about_me',
       'Jeg liker å jobbe med hendene, og har vært på båt siden jeg var seksten. Jeg har to søsken som jeg snakker med hver uke. '
       'Det som stresser meg mest, er å ikke vite hvor jeg skal bo.' from spread;
insert into plans_meeting (id, key, plan_id, topic_id, source, only_me, written_by_id, written_at, together, imported, subject, place,
    date, time, when_text, called_by, held)
select 1000000 + k * pg_temp.plans() + p, gen_random_uuid(), plan_id, 47, 'correctional', false, main, pg_temp.day(120 - k), false,
       false, (array['Første møte i ansvarsgruppa', 'Møte i ansvarsgruppa'])[k + 1], 'Møterom 2',
       current_date + (array[-100, 3 + p % 30])[k + 1]::int, time '13:00', '', 'Kontaktbetjenten', case when k = 0 then true end
from spread, generate_series(0, 1) k order by 1;
insert into plans_meetinginvitee (id, plan_id, meeting_id, user_id)
select 1000000 + k * pg_temp.plans() + p, plan_id, 1000000 + k * pg_temp.plans() + p, adviser
from spread, generate_series(0, 1) k order by 1;

-- == På møtet ==
-- The coming meeting of each plan is held: fifteen there, six with a login and nine from agencies without one, a companion with
-- them, and so much said that there are about sixty entries in the plan.
insert into meetings_presence (id, key, plan_id, meeting_id, user_id, agency_id, name, role, companion, arrived_at)
select 1000000 + k * pg_temp.plans() + p, gen_random_uuid(), plan_id, 1000000 + pg_temp.plans() + p,
       (array[main, deputy, coordinator, adviser, helper, person_user])[k + 1],
       case when k between 6 and 14 then (array[nav, second, third])[1 + k % 3] end,
       case when k > 5 then 'Eksempel ' || k else '' end, case when k = 15 then 'tolk' else '' end, k = 15, pg_temp.day(0)
from spread, generate_series(0, 15) k order by 1;
insert into meetings_agendaitem (id, key, plan_id, topic_id, source, only_me, written_by_id, written_at, together, imported, meeting_id,
    text, position)
select 1000000 + k * pg_temp.plans() + p, gen_random_uuid(), plan_id, topics[1 + k % 6], 'correctional', false, main, pg_temp.day(2),
       false, false, 1000000 + pg_temp.plans() + p, 'Hva gjør vi nå?', k
from spread, generate_series(0, 9) k order by 1;
insert into meetings_minuteline (id, key, plan_id, topic_id, source, only_me, written_by_id, written_at, together, imported, meeting_id,
    kind, text, item_id)
select 1000000 + k * pg_temp.plans() + p, gen_random_uuid(), plan_id, topics[1 + k % 6], 'correctional', false, main, pg_temp.day(0),
       false, false, 1000000 + pg_temp.plans() + p, 'said', 'Vi snakket om hva som skal skje først.',
       1000000 + k % 10 * pg_temp.plans() + p
from spread, generate_series(0, 14) k order by 1;

-- == Ønsker ==
-- One for each plan; every second waits for an answer.
insert into wishes_wish (id, key, plan_id, topic_id, source, only_me, written_by_id, written_at, together, imported, need_id,
    asked_agency_id, asked_kind, text, own_words, asked_on, way, decides, withdrawn_way)
select 1000000 + p, gen_random_uuid(), plan_id, topics[1], 'person', false, person_user, pg_temp.day(p % 9), false, false,
       1000000 + p, (array[null, nav, second])[1 + p % 3], '', 'Kan jeg få snakke med noen om dette?', '', current_date - (p % 9)::int,
       'own_login', '', '' from spread;
insert into wishes_wishanswer (id, key, plan_id, topic_id, source, source_agency_id, only_me, written_by_id, written_at, together,
    imported, wish_id, answer, reason, answered_on, decided_by, complaint_period)
select 1000000 + p, gen_random_uuid(), plan_id, topics[1], case when p % 3 = 0 then 'correctional' else 'agency' end,
       (array[null, nav, second])[1 + p % 3], false, (array[main, adviser, helper])[1 + p % 3], pg_temp.day(0), false, false,
       1000000 + p, 'yes', 'Vi tar det i møtet.', current_date, '', '' from spread where p % 2 = 1;

-- == Samtaler ==
-- The intake and the first talk about needs are held, the regular talk in the last three weeks; the next is booked, and
-- one in fourteen of those has passed without being held.
insert into conversations_conversation (id, key, plan_id, topic_id, source, only_me, written_by_id, written_at, together, imported,
    kind, planned_on, planned_at, place, held_on, elsewhere, with_whom, milieu_worker, consent_asked, consent_not_asked_why)
select 1000000 + k * pg_temp.plans() + p, gen_random_uuid(), plan_id, 50, 'correctional', false, main,
       pg_temp.day(greatest(0, (array[203, 199, p % 20, 6])[k + 1])), false, false,
       (array['intake', 'needs_1', 'regular', 'regular'])[k + 1],
       current_date - (array[203, 199, p % 20, 1 - p % 14])[k + 1]::int, time '10:00', 'Samtalerom 1',
       case when k < 3 then current_date - (array[203, 199, p % 20])[k + 1]::int end, '', 'Kontaktbetjenten',
       case when k = 1 then 'Miljøarbeideren' else '' end, case when k = 1 then true end, ''
from spread, generate_series(0, 3) k order by 1;

-- == Straffen ==
-- The length is what leads to the expected release.
insert into sentences_sentencefacts (id, key, plan_id, topic_id, source, only_me, written_by_id, written_at, together, imported,
    starts_on, reporting_duty, minimum_years, minimum_months, minimum_days, frame_years, frame_months, frame_days, execution_plan)
select 1000000 + p, gen_random_uuid(), plan_id, 43, 'correctional', false, main, pg_temp.day(203), false, false,
       current_date - 204, p % 3 = 0, 0, 0, 0, 0, 0, 0, '' from spread;
insert into sentences_sentenceterm (id, key, plan_id, topic_id, source, only_me, written_by_id, written_at, together, imported,
    years, months, days, deduction_days, undivided)
select 1000000 + p, gen_random_uuid(), plan_id, 43, 'correctional', false, main, pg_temp.day(203), false, false,
       0, 0, 234 + p % 400 + p % 60, p % 60, false from spread;
insert into sentences_milestone (id, plan_id, kind, on_day, assess, computed_at, contested_words, contested_together)
select 1000000 + p, plan_id, 'release', current_date + (30 + p % 400)::int, '', pg_temp.day(203), '', false from spread;

-- == Overføringer ==
-- A tenth of the plans move to another prison: a measure that Nav has been asked to go on with, every second time with a
-- yes, and a role that nobody has been asked about.
insert into handovers_handover (id, key, plan_id, kind, on_day, state, own_words, overlap_from, overlap_until, why, begun_by_id, begun_at)
select 1000000 + p, gen_random_uuid(), plan_id, 'other_prison', current_date + 10, 'open', '', current_date - 4, current_date + 24,
       '', main, pg_temp.day(13)
from spread where p % 10 = 0;
insert into handovers_handoveritem (id, key, plan_id, handover_id, measure_id, contact_member_id, new_role, receiver_user_id,
    receiver_agency_id, receiver_name, agreed_way, chosen_by_id, asked_at, asked_by_id, remind_on, escalate_on, answered_at, answer,
    reason, way, answered_by_id, answered_name, ended_reason, role_before)
select 1000000 + k * pg_temp.plans() + p, gen_random_uuid(), plan_id, 1000000 + p,
       case when k = 0 then 1000000 + 2 * pg_temp.plans() + p end, case when k = 1 then 1000000 + pg_temp.plans() + p end, '',
       case when k = 1 then coordinator end, case when k = 0 then nav end, '', '', main,
       case when k = 0 then pg_temp.day(12) end, case when k = 0 then main end, case when k = 0 then current_date - 5 end,
       case when k = 0 then current_date + 2 end, case when yes then pg_temp.day(9) end, case when yes then 'confirmed' else '' end,
       '', case when yes then 'own_login' else '' end, case when yes then adviser end, '', '', ''
from spread, generate_series(0, 1) k, lateral (select k = 0 and p % 20 = 0 as yes) a
where p % 10 = 0 order by 1;

-- == Endringslogg ==
-- Forty changes for each plan: 35 rows written, and five measures moved on. As access.log_change writes them.
create function pg_temp.write_log(kind text, actor text, already bigint) returns void language plpgsql as $$
declare
    facts constant text := format('(select e.id, e.plan_id, %s as actor, to_jsonb(e) as f, e.id + %s * pg_temp.plans() as number'
                                  ' from %I e where e.id > 1000000) x', actor, already, kind);
begin
    execute 'insert into changelog_subject (id, plan_id, "table", row_id, circle, topic_id, source_key, recipient_key, only_me,'
        ' now_topic_id, now_only_me) select number, plan_id, $1, id, access.circle($1), (f ->> ''topic_id'')::smallint,'
        ' coalesce((f ->> ''source_key'')::bigint, 0), (f ->> ''agency_id'')::bigint * 2, false, (f ->> ''topic_id'')::smallint, false'
        ' from ' || facts using kind;
    execute 'insert into changelog_change (id, at, actor_id, plan_id, subject_id, "table", row_id, action, after)'
        ' select number, pg_temp.day(200 - 4 * ((number - 1000001) / pg_temp.plans())), actor, plan_id, number, $1, id, ''insert'', f'
        ' from ' || facts using kind;
end $$;
select pg_temp.write_log('teams_contactteammember', 'e.user_id', 0),
       pg_temp.write_log('plans_placement', 'e.written_by_id', 3),
       pg_temp.write_log('plans_servingform', 'e.written_by_id', 4),
       pg_temp.write_log('plans_expectedrelease', 'e.written_by_id', 5),
       pg_temp.write_log('teams_supportteammember', 'e.invited_by_id', 6),
       pg_temp.write_log('consents_consent', 'e.drafted_by_id', 8),
       pg_temp.write_log('plans_statement', 'e.written_by_id', 12),
       pg_temp.write_log('plans_need', 'e.written_by_id', 13),
       pg_temp.write_log('plans_goal', 'e.written_by_id', 19),
       pg_temp.write_log('plans_measure', 'e.written_by_id', 21),
       pg_temp.write_log('plans_meeting', 'e.written_by_id', 33);
insert into changelog_change (id, at, actor_id, plan_id, subject_id, "table", row_id, action, before, after)
select 1000000 + (35 + k) * pg_temp.plans() + s.p, pg_temp.day(50 - k), s.person_user, m.plan_id, m.id + 21 * pg_temp.plans(),
       'plans_measure', m.id, 'update', to_jsonb(m) || case when k < 4
           then '{"status": "proposed", "status_reason": "", "chosen_at": null, "chosen_way": ""}'::jsonb
           else '{"status": "chosen"}' end, to_jsonb(m)
from spread s cross join generate_series(0, 4) k
join plans_measure m on m.id = 1000000 + (array[0, 1, 2, 3, 5])[k + 1] * pg_temp.plans() + s.p
order by 1;
insert into plans_version (id, plan_id, number, made_at, made_by_id, last_change)
select 1000000 + p, plan_id, 1, pg_temp.day(60), main, 1000000 + 34 * pg_temp.plans() + p from spread;
insert into history_readmark (plan_id, user_id, last_change, read_at)
select plan_id, main, 1000000 + 36 * pg_temp.plans() + p, pg_temp.day(48) from spread;

-- == Oppslag ==
insert into access_look (id, at, user_id, plan_id, page, purpose, ground)
select 1000000 + k * pg_temp.plans() + p, pg_temp.day(180 - k * 15) + k * interval '7 minutes',
       (array[main, deputy, adviser, main, helper, main])[1 + k % 6], plan_id,
       (array['plan', 'entry: tiltak', 'plan', 'log', 'plan', 'samtykke'])[1 + k % 6], 'oppfølging',
       (array['contact_team', 'contact_team', 'consent:1', 'contact_team', 'consent:2', 'contact_team'])[1 + k % 6]
from spread, generate_series(0, 11) k order by 1;

-- == Arbeidslister ==
-- Three gaps for each plan. The first unit has 400 persons, and one officer who has 200 plans; its officers share the
-- work by fives.
insert into people_user (id, key, title, language, shielded, active)
values (2000002, gen_random_uuid(), 'Koordinator', '', false, true);
insert into people_username (user_id, name) values (2000002, 'Bruker 2000002');
insert into people_unitrole (id, user_id, unit_id, role, since) values (900001, 2000002, 1000000, 'reentry_coordinator', current_date - 900);
update plans_placement set unit_id = 1000000, ward_id = null where plan_id between 1000001 and 1000400;
insert into gaps_gap (id, key, plan_id, rule, since, due, opened_at, owner_user_id, subject_table, subject_id, topic_id, source_key)
select 1000000 + k * pg_temp.plans() + p, gen_random_uuid(), plan_id,
       (array['need_without_measure', 'measure_overdue', 'no_main_contact'])[k + 1], current_date - ((p * 3 + k) % 20)::int,
       case when k = 1 then current_date - ((p * 3 + k) % 20)::int - 1 end, pg_temp.day(3),
       case when k = 2 then 3000000 + (p - 1) / 200 when p <= 200 then 2000002 else main end,
       (array['plans_need', 'plans_measure', 'plans_plan'])[k + 1],
       case k when 0 then 1000000 + 5 * pg_temp.plans() + p when 1 then 1000000 + p else plan_id end,
       case k when 0 then topics[6] when 1 then topics[1] end, 0
from spread, generate_series(0, 2) k where k < 2 or p % 10 = 0 order by 1;
insert into gaps_gapsubject (gap_id, plan_id, "table", row_id, topic_id, source_key)
select id, plan_id, subject_table, subject_id, topic_id, source_key from gaps_gap where id > 1000000;
insert into worklists_officerteam (id, key, unit_id, name)
select 1000000 + t, gen_random_uuid(), 1000000, 'Team ' || chr(65 + t) from generate_series(0, 7) t;
insert into worklists_teammembership (id, key, team_id, user_id, since)
select 1000000 + s, gen_random_uuid(), 1000000 + s / 5, 1000000 + s, current_date - 100 from generate_series(0, 39) s
union all
select 1000100, gen_random_uuid(), 1000000, 2000002, current_date - 100;
insert into worklists_rosterday (id, user_id, day, off)
select 1000000 + d, 2000002, current_date + d, d % 7 > 3 from generate_series(0, 30) d;

-- == Nummerserier ==
-- What pages write next comes after what is here.
do $$
declare item record;
begin
    for item in
        select c.table_name as name from information_schema.columns c
        where c.table_schema = 'public' and c.column_name = 'id' and c.is_identity = 'YES'
    loop
        execute format('select setval(pg_get_serial_sequence(%L, ''id''), greatest(1, (select max(id) from %I)))', item.name, item.name);
    end loop;
end $$;
