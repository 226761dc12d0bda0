/** Directory of the agent in containers of any image. */
export const AGENT_DIRECTORY = '/run/appengine-agent';

/** The agent in a container that has its volume. */
export const AGENT = `${AGENT_DIRECTORY}/agent`;
