export { DockerTemplate } from './docker-template';
export { Resource, type Arguments } from './resource';
export { TestApp } from './test-app';
