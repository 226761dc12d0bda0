import type { Attributes, TerraformJson } from '../synth/recorded';
import type { Assignment } from './sample';

const FIRST_UID = 10_000;
const UIDS_OF_A_TENANT = 10;
/** Loaders of volumes never run: for them everybody takes the same. */
const NOBODY = '65534';

/** One configuration of many tenants like the recorded one, each with names and uids of its own. */
export function manyTenants({ recorded, tenant, containers }: Assignment): Pick<TerraformJson, 'resource'> {
  const inEach = Object.keys(resourcesIn(recorded).docker_container ?? {}).length;
  const resource: Record<string, Record<string, Attributes>> = {};
  for (let index = 0; index < Math.ceil(containers / inEach); index += 1) {
    const renamed = withOwnUids(recorded.replaceAll(tenant, `many-${String(index)}`), index);
    for (const [type, bodies] of Object.entries(resourcesIn(renamed))) {
      const all = (resource[type] ??= {});
      for (const [id, body] of Object.entries(bodies)) all[`T${String(index)}_${id}`] = body;
    }
  }
  return { resource };
}

function withOwnUids(stack: string, index: number): string {
  const uids = new Map<string, string>();
  return stack.replace(/"user": "(\d+):\d+"/g, (text, uid: string) => {
    if (uid === NOBODY) return text;
    const own = uids.get(uid) ?? String(FIRST_UID + index * UIDS_OF_A_TENANT + uids.size);
    uids.set(uid, own);
    return `"user": "${own}:${own}"`;
  });
}

function resourcesIn(stack: string): TerraformJson['resource'] {
  return (JSON.parse(stack) as TerraformJson).resource;
}
