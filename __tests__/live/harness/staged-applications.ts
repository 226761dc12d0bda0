import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceScenario } from '../fixture/sources/scenario';
import { lock } from './real-applications';

/** Files of applications with Dockerfiles of their own, by the build stage that these use. */
const STAGED = {
  node: {
    'package.json':
      '{ "name": "staged", "version": "1.0.0", "dependencies": { "bufferutil": "4.1.0" }, "allowScripts": { "bufferutil": true } }\n',
    'server.js': `const { mask } = require('bufferutil/build/Release/bufferutil.node');
require('node:http').createServer((request, response) => response.end(typeof mask === 'function' ? 'made by its stage' : '')).listen(8080);
`,
    Dockerfile: `ARG BUILD
ARG BASE
FROM \${BUILD} AS build
COPY package.json package-lock.json ./
# Also where the package has a program for this machine.
RUN npm_config_build_from_source=true npm ci

FROM \${BASE}
COPY --from=build /app/node_modules ./node_modules
COPY server.js ./
CMD ["node", "server.js"]
`,
  },
  python: {
    'requirements.txt': 'markupsafe==3.0.2\n',
    'main.py': `from http.server import BaseHTTPRequestHandler, HTTPServer
from markupsafe import Markup
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(Markup('made by its stage')).encode())
HTTPServer(('', 8080), Handler).serve_forever()
`,
    Dockerfile: `ARG BUILD
ARG BASE
FROM \${BUILD} AS build
COPY requirements.txt ./
RUN pip install --requirement requirements.txt

FROM \${BASE}
COPY --from=build /opt/venv /opt/venv
COPY main.py ./
ENV PATH=/opt/venv/bin:/usr/bin
CMD ["python3", "main.py"]
`,
  },
} as const;

/** Makes them below a project. */
export async function makeStaged(project: string): Promise<readonly SourceScenario[]> {
  const scenarios = (['node', 'python'] as const).map((stage) => {
    const directory = join('staged', stage);
    mkdirSync(join(project, directory), { recursive: true });
    for (const [file, text] of Object.entries(STAGED[stage])) writeFileSync(join(project, directory, file), text);
    return { name: `${stage}staged`, path: '/', directory, stage };
  });
  await lock(join(project, 'staged', 'node'));
  return scenarios;
}
