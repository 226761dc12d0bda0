import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { connect } from '../../cli/engine/connect';
import { runToSuccess } from '../../cli/process/run';
import { packageRoot } from '../../constructs/package-root';
