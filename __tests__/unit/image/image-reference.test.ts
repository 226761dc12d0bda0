import { ImageReference } from '../../../constructs';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

test.each([
  [`nginx@${DIGEST}`, `nginx@${DIGEST}`],
  [`nginx:1.29@${DIGEST}`, `nginx@${DIGEST}`],
  [`registry.test:5000/team/app:v1@${DIGEST}`, `registry.test:5000/team/app@${DIGEST}`],
])('%s is pinned', (reference, name) => {
  expect(ImageReference.digest(reference)).toMatchObject({ imageName: name, dependables: [] });
});

test.each([
  'nginx',
  'nginx:latest',
  'registry.test:5000/app:latest',
  'nginx@sha256:abc',
  `nginx@${DIGEST}0`,
  `nginx@${DIGEST.toUpperCase()}`,
  `@${DIGEST}`,
  `Nginx@${DIGEST}`,
  `http://registry.test/app@${DIGEST}`,
  `nginx@${DIGEST}@${DIGEST}`,
])('%s is refused', (reference) => {
  expect(() => ImageReference.digest(reference)).toThrow(
    new Error(
      `ImageNotPinned: image ${JSON.stringify(reference)} must be pinned as repository@sha256:<64 hexadecimal digits>; a tag such as ":latest" can mean other content tomorrow, ask the registry for its digest`,
    ),
  );
});
