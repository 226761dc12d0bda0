import type { JavaBuild } from './java-build';

/** Conventions of a framework. */
export interface JavaFramework {
  readonly name: string;
  /** Plugins of Maven and Gradle that are its sign. */
  readonly plugins: readonly string[];
  /** Variables of the image. */
  readonly environment: Readonly<Record<string, string>>;
  /** Commands that take apart what the build made, into /out/dependencies and /out/application. @param programs directory with it */
  readonly layers: (programs: string) => readonly string[];
  /** File that starts. */
  readonly program: string;
}

/** The one file that a build made to be started. */
function onlyProgram(programs: string): readonly string[] {
  const others = ['*-sources.jar', '*-javadoc.jar', '*-tests.jar', '*-plain.jar', '*-plain.war', 'original-*'].map(
    (name) => `! -name '${name}'`,
  );
  return [
    `program=$(find ${programs} -maxdepth 1 '(' -name '*.jar' -o -name '*.war' ')' ${others.join(' ')})`,
    `{ test -f "$program" || { echo "${programs} must have one program, and has: $program" >&2; exit 1; }; }`,
  ];
}

const PLAIN: JavaFramework = {
  name: 'Java',
  plugins: [],
  environment: {},
  layers: (programs) => [...onlyProgram(programs), 'cp "$program" /out/application/app.jar'],
  program: 'app.jar',
};

const FRAMEWORKS: readonly JavaFramework[] = [
  {
    name: 'Spring Boot',
    plugins: ['spring-boot-maven-plugin', 'org.springframework.boot'],
    // Spring reads variables in variables. The gateway is the only one that reaches it, and says by which scheme it was asked.
    environment: { SERVER_PORT: '${PORT}', SERVER_FORWARD_HEADERS_STRATEGY: 'native' },
    layers: (programs) => [
      ...onlyProgram(programs),
      // Before 3.3 there was no such command: the program then starts as it is.
      'if java -Djarmode=tools -jar "$program" extract --layers --application-filename app.jar --destination /tmp/layers;' +
        ' then cp -r /tmp/layers/dependencies/. /out/dependencies && rm -r /tmp/layers/dependencies && cp -r /tmp/layers/*/. /out/application;' +
        ' else cp "$program" /out/application/app.jar; fi',
    ],
    program: 'app.jar',
  },
  {
    name: 'Quarkus',
    plugins: ['quarkus-maven-plugin', 'io.quarkus'],
    environment: { QUARKUS_HTTP_HOST: '0.0.0.0', QUARKUS_HTTP_PORT: '${PORT}', QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING: 'true' },
    layers: (programs) => [
      `cp -r ${programs.replace(/\/libs$/, '')}/quarkus-app/. /out/application`,
      'mv /out/application/lib /out/dependencies/lib',
    ],
    program: 'quarkus-run.jar',
  },
  {
    name: 'Micronaut',
    plugins: ['micronaut-maven-plugin'],
    environment: { MICRONAUT_SERVER_PORT: '${PORT}' },
    layers: PLAIN.layers,
    program: 'app.jar',
  },
];

/** The framework of an application; its own main class where none is known. */
export function javaFramework(build: JavaBuild): JavaFramework {
  return FRAMEWORKS.find(({ plugins }) => plugins.some((plugin) => build.uses(plugin))) ?? PLAIN;
}
