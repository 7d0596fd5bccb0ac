"""The life of an account: invited, activated, confirmed, given keys, locked out, recovered, ended."""

import sqlite3
import subprocess
import unittest

from harness import Client, HotlineTest, new_key, paths
from harness.totp import Authenticator

UNIT = "so-y-te"
PASSWORD = "đò chiều cập bến muộn"
NEXT_PASSWORD = "bậc thang đá phủ rêu xanh"
COMPLAINT = {
    "channel": "phone",
    "text": "Trạm y tế đóng cửa sớm, người dân không được khám.",
    "class": "phan-anh",
    "unit": UNIT,
    "reporter": {"full_name": "Trần Văn Bảy", "phone": "0939 517 284"},
    "consents": {"contact_by_unit": True},
}
LOOK = {"compartments": ["contact"], "purpose": "contact-citizen", "note": "Gọi lại để hỏi thêm về giờ mở cửa"}


class Accounts(HotlineTest):
    def setUp(self):
        self.admin = self.server.client("admin")
        self.lead = self.server.client("lead", UNIT)

    def anyone(self) -> Client:
        client = self.server.anonymous()
        self.addCleanup(client.close)
        return client

    def invite(self, username: str, roles=("officer",), units=(UNIT,), by: Client | None = None) -> dict:
        body = {"username": username, "display_name": "Lê Thị Mới", "roles": list(roles), "units": list(units)}
        return self.assert_status((by or self.admin).post("/v1/users", body), 201).json

    def activate(self, invited: dict, password: str = PASSWORD) -> dict:
        body = {"invitation": invited["invitation"], "password": password}
        return self.assert_status(self.anyone().post("/v1/invitations/activate", body), 201).json

    def person(self, invited: dict) -> dict:
        return self.assert_status(self.admin.get(f"/v1/users/{invited['id']}"), 200).json

    def act(self, client: Client, invited: dict, act: str, body: dict | None = None, status: int = 200) -> dict:
        return self.assert_status(client.post(f"/v1/users/{invited['id']}/{act}", body or {}), status, act).json

    def member(self, username: str, **options) -> dict:
        """Somebody who went the whole way."""
        invited = self.invite(username, **options)
        activated = self.activate(invited)
        self.act(self.admin, invited, "confirm")
        return {**invited, **activated}

    def log_in(self, username: str, password: str = PASSWORD, **more) -> "Client":
        client = self.anyone()
        answer = client.post(
            "/v1/sessions", {"username": username, "password": password, "bearer": True, **more}
        )
        self.assert_status(answer, 201)
        client.token = answer.json["token"]
        return client

    def refused_log_in(self, username: str, password: str = PASSWORD, **more) -> dict:
        body = {"username": username, "password": password, **more}
        return self.assert_problem(self.anyone().post("/v1/sessions", body), 401).json

    # ---- the way in ----------------------------------------------------------------------------------

    def test_from_invitation_to_the_first_case(self):
        invited = self.invite("nguoi.moi")
        self.assertEqual(self.person(invited)["state"], "waiting")
        self.refused_log_in("nguoi.moi")
        self.act(self.admin, invited, "confirm", status=409)
        activated = self.activate(invited)
        self.assertEqual(activated["state"], "waiting")
        self.refused_log_in("nguoi.moi")
        self.assertTrue(self.person(invited)["invitation"]["activated"])
        self.act(self.server.client("admin", index=1), invited, "confirm", status=403)
        self.act(self.admin, invited, "confirm")
        person = self.person(invited)
        self.assertEqual((person["state"], person["keys"], person["invitation"]), ("active", [], None))

        member = self.log_in("nguoi.moi")
        case = self.record(self.server.client("operator"), COMPLAINT)
        self.assert_problem(member.get(f"/v1/cases/{case['id']}"), 403)
        self.act(self.lead, invited, "grants", {"unit": UNIT})
        self.assertEqual(self.person(invited)["keys"], [UNIT])
        self.assertIn("Trạm y tế", member.get(f"/v1/cases/{case['id']}").json["report"])
        self.assert_status(member.post(f"/v1/cases/{case['id']}/reveal", LOOK), 200)

        current = member.get("/v1/sessions/current").json
        self.assertEqual((current["second_factor"], current["recovery_code"]), (False, "unconfirmed"))
        path = "/v1/sessions/current/recovery-code/confirm"
        wrong = "-".join(["0000"] * 8)
        self.assertEqual(member.post(path, {"recovery_code": wrong}).pointers, ["/recovery_code"])
        typed = activated["recovery_code"].lower().replace("-", " ")
        self.assert_status(member.post(path, {"recovery_code": typed}), 204)
        self.assertEqual(member.get("/v1/sessions/current").json["recovery_code"], "confirmed")

    def test_an_invitation_serves_once(self):
        invited = self.invite("mot.lan")
        self.activate(invited)
        body = {"invitation": invited["invitation"], "password": PASSWORD}
        used = self.assert_problem(self.anyone().post("/v1/invitations/activate", body), 404).json
        body["invitation"] = "-".join(["7K4Q"] * 8)
        unknown = self.assert_problem(self.anyone().post("/v1/invitations/activate", body), 404).json
        self.assertEqual(*({**each, "instance": ""} for each in (used, unknown)))

    # ASVS 5.0.0: 6.4.1
    def test_an_invitation_lapses(self):
        invited = self.invite("qua.han")
        self.server.stop()
        with sqlite3.connect(self.server.data / "hotline.db") as database:
            (life,) = database.execute(
                "SELECT expires_at - (SELECT MAX(t) FROM events WHERE kind='user.invited') FROM invitations"
                " WHERE username='qua.han'"
            ).fetchone()
            database.execute("UPDATE invitations SET expires_at=expires_at-86400001 WHERE username='qua.han'")
        database.close()
        self.server.serve()
        self.assertLessEqual(life, 24 * 3600 * 1000)
        body = {"invitation": invited["invitation"], "password": PASSWORD}
        self.assert_problem(self.anyone().post("/v1/invitations/activate", body), 404)
        again = self.act(self.admin, invited, "reinvite")
        self.activate(again)
        self.act(self.admin, invited, "confirm")
        self.log_in("qua.han")

    def test_invitations_are_for_roles_that_fit_their_units(self):
        good = {"username": "ai.do", "display_name": "Ai Đó", "roles": ["officer"], "units": [UNIT]}
        for change, pointer in (
            ({"username": "Ai Do"}, "/username"),
            ({"display_name": "hai\ndòng"}, "/display_name"),
            ({"roles": ["king"]}, "/roles"),
            ({"roles": ["service"]}, "/roles"),
            ({"roles": ["admin", "officer"]}, "/units"),
            ({"roles": ["admin"]}, "/units"),
            ({"units": []}, "/units"),
            ({"units": ["no-such"]}, "/units"),
            ({"units": [UNIT, "tong-dai-1022"]}, "/units"),
            ({"roles": ["auditor"]}, "/units"),
            ({"username": "admin1", "roles": ["officer"]}, "/username"),
        ):
            answer = self.assert_problem(self.admin.post("/v1/users", {**good, **change}), 400, what=str(change))
            self.assertEqual(answer.pointers, [pointer], change)

    def test_a_repeated_invitation_is_the_same(self):
        key, body = new_key(), {"username": "hai.lan", "display_name": "A", "roles": ["officer"], "units": [UNIT]}
        first = self.assert_status(self.admin.post("/v1/users", body, key=key), 201)
        self.assertEqual(self.admin.post("/v1/users", body, key=key).body, first.body)
        self.assert_problem(self.admin.post("/v1/users", {**body, "username": "khac"}, key=key), 422)

    def test_passwords_that_are_tried_first_are_refused(self):
        invited = self.invite("doi.mat.khau")
        for bad in ("ngắn quá", "matkhau123456", "123456789012", "doi.mat.khau", "x" * 129):
            answer = self.anyone().post(
                "/v1/invitations/activate", {"invitation": invited["invitation"], "password": bad}
            )
            self.assertEqual(self.assert_problem(answer, 400).pointers, ["/password"], bad)
        self.activate(invited)

    def test_only_the_unit_gives_its_key(self):
        invited = self.member("cho.khoa")
        other_lead = self.server.client("lead", "so-xay-dung")
        self.assert_problem(other_lead.post(f"/v1/users/{invited['id']}/grants", {"unit": UNIT}), 404)
        for giver, unit in (
            (self.admin, UNIT),
            (self.lead, "tong-dai-1022"),
            (self.lead, "root"),
            (self.admin, "root"),
        ):
            self.assert_problem(giver.post(f"/v1/users/{invited['id']}/grants", {"unit": unit}), 403)
        self.assert_problem(
            self.server.client("officer", UNIT).post(f"/v1/users/{invited['id']}/grants", {"unit": UNIT}), 403
        )

    def test_a_new_admin_confirms_others_once_given_the_root(self):
        invited = self.member("admin.moi", roles=("admin",), units=())
        newcomer = self.log_in("admin.moi")
        officer = self.invite("cua.admin.moi", by=newcomer)
        self.activate(officer)
        self.act(newcomer, officer, "confirm", status=403)
        self.act(self.admin, invited, "grants", {"unit": "root"})
        self.act(newcomer, officer, "confirm")
        self.log_in("cua.admin.moi")

    def test_an_admin_reads_nobodys_case(self):
        case = self.record(self.server.client("operator"), COMPLAINT)
        self.assert_problem(self.admin.get(f"/v1/cases/{case['id']}"), 404)
        self.assert_problem(self.admin.post(f"/v1/cases/{case['id']}/reveal", LOOK), 404)
        self.assert_problem(self.admin.get("/v1/cases"), 403)
        admin = self.admin.get("/v1/sessions/current").json
        person = self.admin.get(f"/v1/users/{admin['user']['id']}").json
        self.assertEqual((person["units"], person["keys"]), ([], ["root"]))

    def test_terms_exchanged_in_the_database_are_refused(self):
        """Whoever writes to the database makes no more of an invitation than the admin said."""
        invited = self.invite("bi.doi")
        self.activate(invited)
        self.server.stop()
        with sqlite3.connect(self.server.data / "hotline.db") as database:
            database.execute("UPDATE invitations SET units='tong-dai-1022', roles='operator' WHERE username='bi.doi'")
        database.close()
        self.server.serve()
        self.act(self.admin, invited, "confirm", status=422)
        self.assertEqual(self.person(invited)["state"], "waiting")

    # ---- second factor -------------------------------------------------------------------------------

    # ASVS 5.0.0: 6.3.3, 6.5.1
    def test_one_time_codes(self):
        self.member("hai.lop")
        member, other = self.log_in("hai.lop"), self.log_in("hai.lop")
        begun = self.assert_status(member.post("/v1/sessions/current/totp"), 200).json
        authenticator = Authenticator(begun["secret"])
        self.assertIn(begun["secret"], begun["uri"])
        self.log_in("hai.lop").close()  # not asked for before it was confirmed
        path = "/v1/sessions/current/totp/confirm"
        self.assertEqual(member.post(path, {"code": authenticator.wrong_code()}).pointers, ["/code"])
        self.assert_status(member.post(path, {"code": authenticator.next_code()}), 204)
        self.assert_problem(other.get("/v1/sessions/current"), 401)
        self.assertTrue(member.get("/v1/sessions/current").json["second_factor"])

        self.assertEqual(self.refused_log_in("hai.lop")["type"], "/problems/otp-needed")
        wrong_password = self.refused_log_in("hai.lop", "không phải mật khẩu", otp=authenticator.wrong_code())
        wrong_code = self.refused_log_in("hai.lop", otp=authenticator.wrong_code())
        unknown = self.refused_log_in("khong.co.ai", otp="123456")
        plain = [{**each, "instance": ""} for each in (wrong_password, wrong_code, unknown)]
        self.assertEqual(plain[0], plain[1])
        self.assertEqual(plain[0], plain[2])

        again = self.log_in("hai.lop", otp=authenticator.next_code())
        self.assertNotIn("otp-needed", self.refused_log_in("hai.lop", otp=authenticator.last_code())["type"])
        step_up = "/v1/sessions/current/step-up"
        self.assert_problem(again.post(step_up, {"otp": authenticator.last_code()}), 401)
        self.assert_status(again.post(step_up, {"otp": authenticator.next_code()}), 204)
        self.assert_problem(again.post(step_up, {}), 400)
        self.assert_status(again.delete("/v1/sessions/current/totp"), 204)
        self.log_in("hai.lop")

    # ---- password, recovery, sessions ----------------------------------------------------------------

    # ASVS 5.0.0: 7.4.3, 7.5.1
    def test_a_new_password_ends_other_sessions(self):
        self.member("doi.khau")
        member, other = self.log_in("doi.khau"), self.log_in("doi.khau")
        path = "/v1/sessions/current/password"
        change = {"old_password": PASSWORD, "new_password": NEXT_PASSWORD}
        self.assert_problem(member.post(path, {**change, "old_password": "sai"}), 401)
        self.assertEqual(
            member.post(path, {**change, "new_password": "matkhau123456"}).pointers, ["/new_password"]
        )
        self.assert_status(member.post(path, change), 204)
        self.assert_status(member.get("/v1/sessions/current"), 200)
        self.assert_problem(other.get("/v1/sessions/current"), 401)
        self.refused_log_in("doi.khau")
        self.log_in("doi.khau", NEXT_PASSWORD)

    # ASVS 5.0.0: 11.4.2
    def test_a_raised_cost_reaches_each_password_at_its_next_log_in(self):
        self.member("gia.tang")
        self.member("chua.vao")
        self.server.stop()
        configuration = self.server.data / "hotline.toml"
        text = configuration.read_text(encoding="utf-8")
        configuration.write_text(text.replace("passes = 1", "passes = 2"), encoding="utf-8")
        self.addCleanup(configuration.write_text, text, encoding="utf-8")
        self.server.serve()
        for _ in range(2):
            self.log_in("gia.tang")
        with sqlite3.connect(f"file:{self.server.data / 'hotline.db'}?mode=ro", uri=True) as database:
            passes = dict(database.execute("SELECT username, passes FROM users").fetchall())
        database.close()
        self.assertEqual((passes["gia.tang"], passes["chua.vao"]), (2, 1))

    # ASVS 5.0.0: 6.4.3
    def test_recovery_code_opens_everything_again(self):
        person = self.member("quen.khau")
        self.act(self.lead, person, "grants", {"unit": UNIT})
        case = self.record(self.server.client("operator"), COMPLAINT)
        member = self.log_in("quen.khau")
        begun = member.post("/v1/sessions/current/totp").json
        code = Authenticator(begun["secret"]).next_code()
        self.assert_status(member.post("/v1/sessions/current/totp/confirm", {"code": code}), 204)

        body = {"username": "quen.khau", "recovery_code": person["recovery_code"], "new_password": NEXT_PASSWORD}
        anyone = self.anyone()
        wrong = anyone.post("/v1/recovery", {**body, "recovery_code": "-".join(["0000"] * 8)})
        unknown = anyone.post("/v1/recovery", {**body, "username": "khong.co.ai"})
        malformed = anyone.post("/v1/recovery", {**body, "recovery_code": "abc"})
        plain = [{**self.assert_problem(each, 401).json, "instance": ""} for each in (wrong, unknown, malformed)]
        self.assertEqual(plain[0], plain[1])
        self.assertEqual(plain[0], plain[2])
        weak = anyone.post("/v1/recovery", {**body, "new_password": "123456789012"})
        self.assertEqual(self.assert_problem(weak, 400).pointers, ["/new_password"])

        next_code = self.assert_status(anyone.post("/v1/recovery", body), 200).json["recovery_code"]
        self.assertNotEqual(next_code, person["recovery_code"])
        self.assert_problem(member.get("/v1/sessions/current"), 401)
        self.assert_problem(anyone.post("/v1/recovery", body), 401, what="a code serves once")
        self.refused_log_in("quen.khau")
        again = self.log_in("quen.khau", NEXT_PASSWORD)
        self.assertIn("Trạm y tế", again.get(f"/v1/cases/{case['id']}").json["report"])
        renewed = self.assert_status(again.post("/v1/sessions/current/recovery-code"), 200).json
        self.assert_problem(
            anyone.post("/v1/recovery", {**body, "recovery_code": next_code}), 401, what="an old code"
        )
        self.assert_status(anyone.post("/v1/recovery", {**body, **renewed}), 200)

    # ASVS 5.0.0: 6.4.6
    def test_lost_password_and_code_is_healed_by_admin_and_lead(self):
        person = self.member("mat.het")
        self.act(self.lead, person, "grants", {"unit": UNIT})
        member = self.log_in("mat.het")
        invited = self.act(self.admin, person, "reinvite")
        self.assert_problem(member.get("/v1/sessions/current"), 401)
        self.refused_log_in("mat.het")
        self.activate(invited, NEXT_PASSWORD)
        self.act(self.admin, person, "confirm")
        again = self.log_in("mat.het", NEXT_PASSWORD)
        case = self.record(self.server.client("operator"), COMPLAINT)
        self.assert_problem(again.get(f"/v1/cases/{case['id']}"), 403)
        self.act(self.lead, person, "grants", {"unit": UNIT})
        self.assert_status(again.get(f"/v1/cases/{case['id']}"), 200)
        self.refused_log_in("mat.het")
        old = {"username": "mat.het", "recovery_code": person["recovery_code"], "new_password": PASSWORD}
        self.assert_problem(self.anyone().post("/v1/recovery", old), 401)

    # ASVS 5.0.0: 7.4.3
    def test_sessions_are_listed_and_ended(self):
        self.member("nhieu.phien")
        member, other, third = (self.log_in("nhieu.phien") for _ in range(3))
        listed = self.assert_status(member.get("/v1/sessions"), 200).json["items"]
        self.assertEqual(len(listed), 3)
        self.assertEqual([each["current"] for each in listed].count(True), 1)
        foreign = self.lead.get("/v1/sessions").json["items"][0]
        self.assert_problem(member.delete(f"/v1/sessions/{foreign['id']}"), 404)
        [other_id] = [each["id"] for each in other.get("/v1/sessions").json["items"] if each["current"]]
        self.assert_status(member.delete(f"/v1/sessions/{other_id}"), 204)
        self.assert_problem(other.get("/v1/sessions/current"), 401)
        self.assert_status(third.get("/v1/sessions/current"), 200)
        self.assert_status(member.delete("/v1/sessions/others"), 204)
        self.assert_problem(third.get("/v1/sessions/current"), 401)
        self.assert_status(member.get("/v1/sessions/current"), 200)

    def test_a_session_row_changed_by_another_hand_is_refused(self):
        self.member("doi.phien")
        clients = {column: self.log_in("doi.phien") for column in ("created_at", "seen_at", "proved_at")}
        untouched = self.log_in("doi.phien")
        ids = {
            column: next(each["id"] for each in client.get("/v1/sessions").json["items"] if each["current"])
            for column, client in clients.items()
        }
        self.server.stop()
        with sqlite3.connect(self.server.data / "hotline.db") as database:
            for column, session in ids.items():
                changed = database.execute(
                    f"UPDATE sessions SET {column}={column}+60000 WHERE lower(hex(id)) LIKE ?", [session + "%"]
                )
                self.assertEqual(changed.rowcount, 1)
        database.close()
        self.server.serve()
        for column, client in clients.items():
            self.assert_problem(client.get("/v1/sessions/current"), 401, what=column)
        self.assert_status(untouched.get("/v1/sessions/current"), 200)

    def test_fsck_names_an_account_that_stands_otherwise(self):
        suspended, with_code = self.member("bi.bat.lai"), self.member("mat.lop")
        member = self.log_in("mat.lop")
        code = Authenticator(member.post("/v1/sessions/current/totp").json["secret"]).next_code()
        self.assert_status(member.post("/v1/sessions/current/totp/confirm", {"code": code}), 204)
        file = self.server.data / "hotline.db"
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
            active = database.execute("SELECT * FROM users WHERE username='bi.bat.lai'").fetchone()
        database.close()
        self.act(self.admin, suspended, "suspend")
        self.server.stop()
        sound = self.fsck()  # what other tests have damaged is named already
        before = file.read_bytes()
        put_back = f"INSERT OR REPLACE INTO users VALUES({','.join('?' * len(active))})", active
        without_code = "DELETE FROM second_factors WHERE lower(hex(user))=?", [with_code["id"]]
        for statement in (put_back, without_code):
            with sqlite3.connect(file) as database:
                self.assertEqual(database.execute(*statement).rowcount, 1)
            database.close()
            findings = self.fsck()
            file.write_bytes(before)
            told = [each for each in findings if each not in sound]
            self.assertEqual(len(told), 1, findings)
            self.assertTrue(told[0].startswith("directory -: people, keys"), told)
        self.server.serve()

    def fsck(self) -> list[str]:
        done = subprocess.run(
            [paths.SERVER, "fsck", "--data", self.server.data],
            capture_output=True,
            timeout=120,
            encoding="utf-8",
            check=False,
        )
        return done.stdout.splitlines()

    # ---- the way out ---------------------------------------------------------------------------------

    # ASVS 5.0.0: 7.4.2, 7.4.5, 8.3.2
    def test_suspended_and_reinstated(self):
        person = self.member("tam.ngung")
        self.act(self.lead, person, "grants", {"unit": UNIT})
        member = self.log_in("tam.ngung")
        self.assertEqual(self.act(self.admin, person, "suspend")["state"], "suspended")
        self.assert_problem(member.get("/v1/sessions/current"), 401)
        self.refused_log_in("tam.ngung")
        self.assertEqual(self.person(person)["keys"], [])
        self.act(self.admin, person, "suspend", status=409)
        self.act(self.admin, person, "reinstate")
        self.log_in("tam.ngung")
        self.assertEqual(self.person(person)["keys"], [])

    def test_removed_for_good(self):
        person = self.member("da.nghi")
        self.act(self.lead, person, "grants", {"unit": UNIT})
        self.act(self.admin, person, "remove")
        self.refused_log_in("da.nghi")
        self.act(self.admin, person, "reinstate", status=409)
        self.act(self.admin, person, "reinvite", status=409)
        taken = {"username": "da.nghi", "display_name": "A", "roles": ["officer"], "units": [UNIT]}
        self.assertEqual(self.admin.post("/v1/users", taken).pointers, ["/username"])
        with sqlite3.connect(f"file:{self.server.data / 'hotline.db'}?mode=ro", uri=True) as database:
            marks = dict(database.execute("SELECT key, value FROM facts WHERE key LIKE 'rotate/%'").fetchall())
        database.close()
        self.assertEqual(marks[f"rotate/{UNIT}"], "1")

    def test_an_invitation_is_withdrawn(self):
        invited = self.invite("thoi.khong.moi")
        self.act(self.admin, invited, "remove")
        body = {"invitation": invited["invitation"], "password": PASSWORD}
        self.assert_problem(self.anyone().post("/v1/invitations/activate", body), 404)
        self.assert_problem(self.admin.get(f"/v1/users/{invited['id']}"), 404)

    def test_nobody_is_locked_out_unasked(self):
        unit = "so-tu-phap"
        people = [
            each
            for each in self.admin.get("/v1/users").json["items"]
            if unit in each["units"] and each["keys"] == [unit]
        ]
        self.assertEqual(len(people), 3)
        self.act(self.admin, people[0], "suspend")
        self.assertIsNone(self.unit(unit)["warning"])
        self.act(self.admin, people[1], "suspend")
        self.assertEqual(self.unit(unit)["warning"], "only-one")
        for act in ("suspend", "remove", "reinvite"):
            refused = self.act(self.admin, people[2], act, status=409)
            self.assertEqual(refused["type"], "/problems/last-keys")
            self.assertIn(unit, refused["errors"][0]["detail"])
        self.assertEqual(self.person(people[2])["keys"], [unit])
        self.act(self.admin, people[2], "remove", {"accept_loss": True})
        self.assertEqual(self.unit(unit)["warning"], "nobody")

    def unit(self, code: str) -> dict:
        return next(each for each in self.admin.get("/v1/units").json["items"] if each["code"] == code)

    def test_an_admin_does_not_end_himself(self):
        own = {"id": self.admin.get("/v1/sessions/current").json["user"]["id"]}
        for act in ("suspend", "remove", "reinvite"):
            self.act(self.admin, own, act, status=409)

    def test_leads_see_their_units_people_only(self):
        mine = self.lead.get("/v1/users").json["items"]
        self.assertTrue(mine)
        self.assertTrue(all(UNIT in each["units"] for each in mine))
        foreign = next(each for each in self.admin.get("/v1/users").json["items"] if UNIT not in each["units"])
        self.assert_problem(self.lead.get(f"/v1/users/{foreign['id']}"), 404)
        self.assertEqual([each["code"] for each in self.lead.get("/v1/units").json["items"]], [UNIT])

    # ASVS 5.0.0: 16.3.1
    def test_every_act_has_its_leaf(self):
        person = self.member("co.nhat.ky")
        self.act(self.lead, person, "grants", {"unit": UNIT})
        self.act(self.admin, person, "suspend")
        auditor = self.server.client("auditor")
        kinds = [
            each["act"]
            for kind in ("user.", "grant.")
            for each in auditor.get("/v1/audit/events", kind=kind, limit=200).json["items"]
            if person["id"] in str(each)
        ]
        for kind in ("user.invited", "user.activated", "user.confirmed", "user.suspended", "grant.made"):
            self.assertIn(kind, kinds)


if __name__ == "__main__":
    unittest.main()
