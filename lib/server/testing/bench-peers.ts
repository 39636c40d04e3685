/** What stands beside the console in `npm run bench:load`, each in a process of its own: `upstream`, which answers at once, and `proxy`, which passes on and does nothing else. */
import { Agent, createServer, request } from "node:http";

const [role, port, target = ""] = process.argv.slice(2);
const TOKEN = JSON.stringify({ access_token: "bench-token-of-no-value", token_type: "Bearer", expires_in: 3600 });
const ANSWER = JSON.stringify({ api_version: "3.8", data: { order: { order_reference: "4711", order_status: "ORDER_CONFIRMED", note: "x".repeat(680) } } });

const upstream = createServer((req, res) => {
  req.resume().on("end", () => {
    const body = req.url?.endsWith("/oauth2/token") ? TOKEN : ANSWER;
    res.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) }).end(body);
  });
});

const agent = new Agent({ keepAlive: true });
const proxy = createServer((req, res) => {
  const { hostname, port: farPort } = new URL(target);
  const far = request({ agent, hostname, port: farPort, method: req.method, path: req.url, headers: req.headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  far.on("error", () => res.destroy());
  req.pipe(far);
});

(role === "proxy" ? proxy : upstream).listen(Number(port), "127.0.0.1");
