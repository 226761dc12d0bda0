import { Project } from '../harness/project';

/** In the environment of every command: it must not get any further. */
export const CANARY = 'canary-5f0c2a';

/** The stacks of this repository, deployed once for all themes. */
export class Examples {
  private opened: Project | undefined;

  async open(): Promise<void> {
    this.opened = await Project.examples('liveexamples', { CALLERS_SECRET: CANARY });
  }

  get project(): Project {
    if (this.opened === undefined) throw new Error('the project is not open');
    return this.opened;
  }

  async remove(): Promise<void> {
    await this.opened?.remove();
  }
}
