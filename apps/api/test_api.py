import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import unittest
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import server  # noqa: E402
from rates import FAMILIES, Refused, convert  # noqa: E402


class Conversions(unittest.TestCase):
    def result(self, source, target, amount):
        return convert(source, target, amount)["result"]

    def test_currencies_are_rounded_to_cents(self):
        self.assertEqual(self.result("EUR", "USD", "12.50"), "14.53")
        self.assertEqual(self.result("USD", "EUR", "100"), "86.00")
        self.assertEqual(self.result("JPY", "JPY", "1"), "1.00")

    def test_units_are_exact(self):
        self.assertEqual(self.result("mi", "km", "1"), "1.609344")
        self.assertEqual(self.result("ft", "m", "0.1"), "0.030480")
        self.assertEqual(self.result("lb", "g", "1"), "453.592370")

    def test_no_float_is_involved(self):
        self.assertEqual(self.result("EUR", "EUR", "1000000000"), "1000000000.00")
        self.assertEqual(self.result("km", "m", "999999999.999999"), "999999999999.999000")

    def test_the_answer_repeats_the_question(self):
        self.assertEqual(convert("EUR", "USD", "12.50"), {"from": "EUR", "to": "USD", "amount": "12.50", "result": "14.53"})

    def test_every_pair_of_a_family(self):
        for units in FAMILIES.values():
            for source in units:
                for target in units:
                    self.assertGreaterEqual(Decimal(self.result(source, target, "1")), 0)

    def test_unknown_units_are_named_with_the_known_ones(self):
        with self.assertRaisesRegex(Refused, r"^from 'XYZ' is not known: expected one of EUR, USD, .*, kg, g, lb$"):
            convert("XYZ", "EUR", "1")
        with self.assertRaisesRegex(Refused, r"^to \(missing\) is not known"):
            convert("EUR", None, "1")
        with self.assertRaisesRegex(Refused, r"^to \['EUR'\] is not known"):
            convert("EUR", ["EUR"], "1")

    def test_families_do_not_mix(self):
        with self.assertRaisesRegex(Refused, "^to 'kg' is not a currency as 'EUR' is: expected one of EUR, USD, GBP, CHF, JPY$"):
            convert("EUR", "kg", "1")

    def test_amounts_that_are_none(self):
        for amount in ("", "-1", "1e9", "1_000", " 1", "NaN", "Infinity", "1,5", "1000000001", "٣", "9" * 500, 12, None, True):
            with self.subTest(amount=amount), self.assertRaisesRegex(Refused, "is not allowed: expected a decimal number from 0 to 1000000000"):
                convert("EUR", "USD", amount)

    def test_a_long_value_is_not_repeated_in_full(self):
        with self.assertRaises(Refused) as caught:
            convert("EUR", "USD", "9" * 500)
        self.assertLess(len(str(caught.exception)), 200)


class Api(unittest.TestCase):
    def setUp(self):
        self.lines = []
        self.log = server.log
        server.log = lambda **entry: self.lines.append(entry)
        self.server = server.Server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        self.connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=5)

    def tearDown(self):
        self.server.stop()
        self.thread.join()
        self.server.server_close()
        self.connection.close()
        server.log = self.log

    def logged(self):
        # An answer is sent before its line is written: the lines are complete when the threads have ended.
        self.server.stop()
        self.server.server_close()
        return self.lines

    def ask(self, method, path, body=None, headers={}):
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read()
        return response, json.loads(text) if text else None

    def test_the_index_names_every_endpoint(self):
        response, value = self.ask("GET", "/")
        self.assertEqual(response.status, 200)
        self.assertIn("POST /v1/quotes", value["endpoints"])

    def test_health_and_version(self):
        response, value = self.ask("GET", "/healthz")
        self.assertEqual((response.status, value), (200, {"status": "ok"}))
        _, value = self.ask("GET", "/version")
        self.assertEqual(value, {"version": "dev", "replica": socket.gethostname()})

    def test_rates_are_strings(self):
        response, value = self.ask("GET", "/v1/rates")
        self.assertEqual((response.status, value["currency"]["USD"], value["length"]["mi"]), (200, "0.86", "1609.344"))

    def test_convert(self):
        response, value = self.ask("GET", "/v1/convert?from=EUR&to=USD&amount=12.50")
        self.assertEqual((response.status, value["result"]), (200, "14.53"))

    def test_convert_refuses(self):
        response, value = self.ask("GET", "/v1/convert?from=EUR&to=USD&amount=ten")
        self.assertEqual(response.status, 400)
        self.assertEqual(value, {"error": "amount 'ten' is not allowed: expected a decimal number from 0 to 1000000000, such as \"12.50\""})

    def test_quote(self):
        response, value = self.ask("POST", "/v1/quotes", '{"from": "km", "to": "mi", "amount": "42.195"}')
        self.assertEqual(response.status, 201)
        self.assertRegex(value.pop("id"), "^[0-9a-f-]{36}$")
        self.assertEqual(value, {"from": "km", "to": "mi", "amount": "42.195", "result": "26.218757"})

    def test_recent_quotes(self):
        _, first = self.ask("POST", "/v1/quotes", '{"from": "km", "to": "mi", "amount": "1"}')
        _, second = self.ask("POST", "/v1/quotes", '{"from": "km", "to": "mi", "amount": "2"}')
        response, value = self.ask("GET", "/v1/quotes/recent")
        self.assertEqual((response.status, value), (200, [second, first]))

    def test_quote_refuses(self):
        for body, error in (("", "the body is not JSON"), ("\xff", "the body is not JSON"), ("[]", "the body is not an object"), ("{}", r"from \(missing\)")):
            with self.subTest(body=body):
                response, value = self.ask("POST", "/v1/quotes", body)
                self.assertEqual(response.status, 400)
                self.assertRegex(value["error"], f"^{error}")

    def test_a_large_body_is_refused_and_the_client_reads_why(self):
        for size in (64 * 1024 + 1, 2 * 1024 * 1024):
            response, value = self.ask("POST", "/v1/quotes", "x" * size)
            self.assertEqual((response.status, value), (413, {"error": "the body is larger than 65536 bytes"}))
            self.assertEqual(response.getheader("Connection"), "close")

    def test_a_body_without_length_is_refused(self):
        response, _ = self.ask("POST", "/v1/quotes", iter([b"{}"]), {"Transfer-Encoding": "chunked"})
        self.assertEqual(response.status, 411)

    def test_unknown_paths_and_methods(self):
        self.assertEqual(self.ask("GET", "/admin")[0].status, 404)
        response, value = self.ask("DELETE", "/v1/rates")
        self.assertEqual((response.status, response.getheader("Allow")), (405, "GET"))
        self.assertEqual(value, {"error": "DELETE is not allowed at /v1/rates: expected GET"})

    def test_head_has_no_body(self):
        response, value = self.ask("HEAD", "/healthz")
        self.assertEqual((response.status, value, response.getheader("Content-Length")), (200, None, "17"))

    def test_a_connection_is_kept_also_after_a_body_that_nobody_wanted(self):
        self.ask("GET", "/healthz")
        first = self.connection.sock
        self.ask("POST", "/admin", "GET /healthz HTTP/1.1\r\n\r\n")
        self.ask("GET", "/healthz")
        self.assertIs(self.connection.sock, first)
        self.assertEqual([line["status"] for line in self.logged()], [200, 404, 200])

    def test_two_requests_at_once_get_two_answers(self):
        with socket.create_connection(("127.0.0.1", self.server.server_port), timeout=5) as raw:
            raw.sendall(b"GET /healthz HTTP/1.1\r\n\r\n" b"GET /version HTTP/1.1\r\nConnection: close\r\n\r\n")
            answers = b"".join(iter(lambda: raw.recv(4096), b""))
        self.assertEqual(answers.count(b"HTTP/1.1 200 OK"), 2)

    def test_what_is_not_http_gets_a_400_and_no_traceback(self):
        with socket.create_connection(("127.0.0.1", self.server.server_port)) as raw:
            raw.sendall(b"hello there\r\n\r\n")
            self.assertIn(b" 400 ", raw.recv(4096))

    def test_a_request_is_logged_without_its_query(self):
        self.ask("GET", "/v1/convert?from=EUR&to=USD&amount=1")
        (line,) = self.logged()
        self.assertGreaterEqual(line.pop("ms"), 0)
        self.assertEqual(line, {"method": "GET", "path": "/v1/convert", "status": 200})


class Process(unittest.TestCase):
    def test_sigterm_finishes_the_request_under_way_ends_idle_connections_and_exits_0(self):
        environment = {**os.environ, "PORT": "0"}
        with subprocess.Popen([sys.executable, HERE / "server.py"], env=environment, stdout=subprocess.PIPE, text=True) as process:
            self.addCleanup(process.kill)
            port = int(json.loads(process.stdout.readline())["message"].split()[-1])

            silent = socket.create_connection(("127.0.0.1", port))
            idle = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            idle.request("GET", "/healthz")
            idle.getresponse().read()
            process.stdout.readline()

            body = b'{"from": "EUR", "to": "GBP", "amount": "10"}'
            pending = socket.create_connection(("127.0.0.1", port), timeout=5)
            pending.sendall(b"POST /v1/quotes HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body[:5]))
            # Connections are accepted in order: when a later one is answered, the pending one has its thread.
            later = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            later.request("GET", "/healthz")
            later.getresponse().read()
            process.stdout.readline()

            process.send_signal(signal.SIGTERM)
            self.assertIn("SIGTERM", process.stdout.readline())
            self.assertEqual(silent.recv(1), b"")
            with self.assertRaises(OSError):
                while True:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()

            pending.sendall(body[5:])
            answer = http.client.HTTPResponse(pending)
            answer.begin()
            self.assertEqual((answer.status, answer.getheader("Connection")), (201, "close"))
            self.assertEqual(json.loads(answer.read())["result"], "8.70")
            self.assertEqual(process.wait(timeout=5), 0)
            for connection in (silent, idle, later, pending):
                connection.close()


if __name__ == "__main__":
    unittest.main()
