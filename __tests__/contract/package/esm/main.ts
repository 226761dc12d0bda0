import { PlatformStack, loadTenants } from 'appengine-constructs/stacks';
import { App } from 'cdktf';

const app = new App();
await loadTenants(app, new PlatformStack(app), 'tenants');
app.synth();
