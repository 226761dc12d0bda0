import fc from 'fast-check';
import { Runtime } from '../../../constructs';
import { GradleProject, gradleModules } from '../../../constructs/build/java/gradle-project';
import { MavenProject } from '../../../constructs/build/java/maven-project';
import { dockerfile, planOf, type Files } from '../../fixture/plans';
import { removeSources } from '../../fixture/sources';

afterAll(removeSources);

const WRAPPER = {
  gradlew: '',
  'gradle/wrapper/gradle-wrapper.jar': '',
  'gradle/wrapper/gradle-wrapper.properties': 'distributionUrl=https\\://registry.test/distributions/gradle-8.14.3-bin.zip\n',
};

function pom(...parts: readonly string[]): string {
  return `<project>${parts.join('')}</project>`;
}

function plugin(name: string): string {
  return `<build><plugins><plugin><artifactId>${name}</artifactId></plugin></plugins></build>`;
}

const SPRING = plugin('spring-boot-maven-plugin');

describe('Maven', () => {
  test('builds Spring Boot, whose packages have a layer of their own', () => {
    const text = dockerfile({ 'pom.xml': pom(SPRING) });

    expect(text).toMatch(
      /id=test-acme-maven,target=\/root\/\.m2\/repository[^]*mvn --batch-mode --no-transfer-progress -DskipTests package/,
    );
    expect(text).toMatch(/ARG VITE_API_URL\nRUN [^]*target=\/root\/\.m2\/settings\.xml[^]*--mount=type=secret,id=github/);
    expect(text).toContain('-Djarmode=tools -jar "$program" extract --layers');
    expect(text).toMatch(/COPY --from=application \/out\/dependencies \.\/\nCOPY --from=application \/out\/application \.\/\n/);
    expect(text).toContain('SERVER_PORT="\\${PORT}"');
    expect(text).toContain('-XX:MaxRAMPercentage=60');
    expect(text).toContain('CMD ["java", "-jar", "app.jar"]');
  });

  test.each<[string, string, RegExp]>([
    ['Quarkus', plugin('quarkus-maven-plugin'), /QUARKUS_HTTP_PORT="\\\$\{PORT\}"[^]*CMD \["java", "-jar", "quarkus-run\.jar"\]/],
    ['Micronaut', plugin('micronaut-maven-plugin'), /MICRONAUT_SERVER_PORT[^]*CMD \["java", "-jar", "app\.jar"\]/],
    ['Java', '', /cp "\$program" \/out\/application\/app\.jar/],
  ])('knows %s', (name, parts, expected) => {
    expect(planOf({ 'pom.xml': pom(parts) }).found[0]).toBe(name);
    expect(dockerfile({ 'pom.xml': pom(parts) })).toMatch(expected);
  });

  test('of several modules the only program is it, and of more one has to be named', () => {
    const root = pom('<packaging>pom</packaging>', '<modules><module>api</module><module>./server/</module></modules>', SPRING);
    const files: Files = { 'pom.xml': root, 'api/pom.xml': pom(), 'server/pom.xml': pom(SPRING) };
    const text = dockerfile(files);

    expect(planOf(files).found).toContain('module server');
    expect(planOf(files).ignored).toEqual(['target', 'api/target', 'server/target']);
    expect(text).toContain('-DskipTests --projects server --also-make package');
    expect(text).toContain('find server/target -maxdepth 1');
    expect(() => planOf({ ...files, 'api/pom.xml': pom(SPRING) })).toThrow(
      /^StartCommandUnknown: .* several are programs, and they are api, server; set `module`/,
    );
    expect(planOf({ ...files, 'server/pom.xml': pom() }, Runtime.java({ module: 'api' })).found).toContain('module api');
    expect(() => planOf({ ...files, 'server/pom.xml': pom() })).toThrow(/no framework makes a program of any/);
    expect(() => planOf(files, Runtime.java({ module: '../x' }))).toThrow(/"\.\.\/x" is no path below it/);
  });

  test('versions that may be others tomorrow are advised against', () => {
    const { advice } = planOf({
      'pom.xml': pom('<version>1</version>', '<dependency><version>[1,2)</version></dependency><version>LATEST</version>'),
    });
    expect(advice).toEqual(['exact versions in pom.xml: [1,2), LATEST may be others tomorrow']);
  });
});

describe('Gradle', () => {
  test('builds with the wrapper of the sources', () => {
    const files: Files = { ...WRAPPER, 'build.gradle': `plugins {\n  id 'org.springframework.boot' version '3.5.4'\n}\nversion = '2.1'\n` };
    const text = dockerfile(files);

    expect(planOf(files).found).toEqual(['Spring Boot', 'Gradle 8.14.3, its wrapper', 'Java 21', 'starts by java -jar app.jar']);
    expect(text).toMatch(
      /target=\/root\/\.gradle\/caches[^]*target=\/root\/\.gradle\/gradle\.properties[^]*sh gradlew --no-daemon --console=plain bootJar/,
    );
    expect(text).toContain('find build/libs -maxdepth 1');
    expect(text).toContain('org.opencontainers.image.version="2.1"');
  });

  test('of several modules the only program is it', () => {
    const files: Files = {
      ...WRAPPER,
      'settings.gradle.kts': 'include(":api", ":apps:server")\n',
      'build.gradle.kts': 'plugins { id("org.springframework.boot") version "3.5.4" apply false }',
      'apps/server/build.gradle.kts': 'plugins { id("io.quarkus") }\nkotlin { jvmToolchain(25) }',
    };
    const text = dockerfile(files);

    expect(planOf(files).found).toContain('Java 25');
    expect(text).toContain('--console=plain :apps:server:quarkusBuild');
    expect(text).toContain('cp -r apps/server/build/quarkus-app/. /out/application');
  });

  test('refuses sources without the wrapper, and advises a lock file', () => {
    expect(() => planOf({ 'build.gradle': '' })).toThrow(/^SourceIncomplete: .* must have Gradle's wrapper, and gradlew is not there/);
    const files: Files = { ...WRAPPER, 'build.gradle': `implementation 'a:b:1.+'` };
    expect(planOf(files).advice).toEqual([expect.stringMatching(/^gradle\.lockfile, .*: 1\.\+ may be others tomorrow/)]);
    expect(planOf({ ...files, 'gradle.lockfile': '' })).toMatchObject({
      advice: [],
      found: expect.arrayContaining(['Gradle 8.14.3, gradle.lockfile']),
    });
  });
});

test.each<[string, Files, string]>([
  ['the usual one', {}, 'openjdk-21-jre-headless'],
  ['a newer one', { 'pom.xml': pom('<properties><java.version>25</java.version></properties>') }, 'openjdk-25-jre-headless'],
  ['an older one, in its old form', { 'pom.xml': pom('<maven.compiler.source>1.8</maven.compiler.source>') }, 'openjdk-21-jre-headless'],
])('runs in %s', (_, files, expected) => {
  expect(dockerfile({ 'pom.xml': pom(), ...files })).toContain(expected);
});

test('refuses a version that Debian has not, and a toolchain of another one', () => {
  expect(() => planOf({ 'pom.xml': pom('<release>26</release>') })).toThrow(
    /^SourceIncomplete: .* Java 21 or 25, or for an older one, and asks for 26/,
  );
  expect(() => planOf({ ...WRAPPER, 'build.gradle': 'languageVersion = JavaLanguageVersion.of(17)' })).toThrow(
    /^SourceIncomplete: .* its toolchain is Java 17 and no other/,
  );
  expect(() => planOf({}, Runtime.java())).toThrow(/^SourceIncomplete: .* must have a pom\.xml, or a build\.gradle/);
});

test.each<[string, string, readonly string[]]>([
  [
    'a program that the build leaves',
    'web: java -Dserver.port=$PORT -jar target/shop-1.0.jar --debug',
    ['java', '-Dserver.port=8080', '-jar', 'app.jar', '--debug'],
  ],
  ['another process alone', 'worker: java -cp a B', ['java', '-jar', 'app.jar']],
])('starts by its Procfile: %s', (_, procfile, words) => {
  expect(dockerfile({ 'pom.xml': pom(SPRING), Procfile: procfile })).toContain(`CMD ${JSON.stringify(words).replaceAll('","', '", "')}`);
});

test('packages of Debian are for its build or for its run', () => {
  const text = dockerfile(
    { 'pom.xml': pom() },
    Runtime.java({ packages: ['fontconfig'], buildPackages: ['git'], command: ['java', '-jar', 'app.jar', 'x'] }),
  );
  expect(text).toMatch(/jdk-headless p11-kit maven git[^]*jre-headless fontconfig[^]*FROM runtime\n[^]*"app\.jar", "x"\]/);
});

test('comments are no part of a manifest', () => {
  expect(new MavenProject(`<!-- ${SPRING} -->`).uses('spring-boot-maven-plugin')).toBe(false);
  expect(new MavenProject(`<pluginManagement>${SPRING}</pluginManagement>`).uses('spring-boot-maven-plugin')).toBe(false);
  expect(new GradleProject(`// id 'org.springframework.boot'\n/* id("org.springframework.boot") */`).uses('org.springframework.boot')).toBe(
    false,
  );
  expect(
    new GradleProject('maven { url "https://a.test" }\napply plugin: "org.springframework.boot"').uses('org.springframework.boot'),
  ).toBe(true);
});

test('any text is a manifest, and its modules and versions are read wherever they stand', () => {
  const noise = fc.string({ unit: 'binary', maxLength: 60 });
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
  fc.assert(
    fc.property(noise, fc.array(name, { maxLength: 4 }), fc.integer({ min: 6, max: 40 }), (text, names, version) => {
      const maven = new MavenProject(text);
      expect([maven.modules, maven.openVersions].every(Array.isArray)).toBe(true);
      expect(maven.uses('spring-boot-maven-plugin')).toBe(false);
      expect(() => [new GradleProject(text).javaVersion, new GradleProject(text).openVersions, gradleModules(text)]).not.toThrow();

      const modules = names.map((module) => `<module> ${module}\n</module>`).join('<!-- x -->');
      const project = new MavenProject(
        `<project><!-- --><modules>${modules}</modules><java.version>${String(version)}</java.version></project>`,
      );
      expect(project.modules).toEqual(names);
      expect(project.javaVersion).toBe(version);
      expect(gradleModules(names.length === 0 ? '' : `include ${names.map((module) => `'${module}'`).join(', ')}\n`)).toEqual(names);
    }),
  );
});
