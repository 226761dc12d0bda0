import { renderExports } from '../../../cli/bootstrap/environment';
import { renderConfiguration } from '../../../cli/bootstrap/provider';
import { formatBytes, formatDuration, indent, row } from '../../../cli/terminal/format';

describe('formatDuration', () => {
  it.each([
    [850, '850ms'],
    [12_400, '12s'],
    [221_000, '3m41s'],
    [7_500_000, '2h05m'],
    [259_200_000, '3d'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1536, '1.5 KiB'],
    [48_444_211, '46.2 MiB'],
    [2 ** 51, '2048.0 TiB'],
  ])('%d is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('row', () => {
  it('aligns details', () => {
    expect(row('Terraform 1.11.4', 'on PATH')).toBe('Terraform 1.11.4              on PATH');
  });
});

describe('indent', () => {
  it('leaves empty lines empty', () => {
    expect(indent('a\n\nb', 2)).toBe('  a\n\n  b');
  });
});

describe('renderExports', () => {
  it('quotes for a POSIX shell and takes variables away', () => {
    expect(renderExports({ A: "it's $HOME", B: undefined })).toBe("export A='it'\\''s $HOME'\nunset B");
  });
});

describe('renderConfiguration', () => {
  it('takes the Docker provider from the mirror, and only that', () => {
    expect(renderConfiguration('/cache/mirror')).toMatchInlineSnapshot(`
      "provider_installation {
        filesystem_mirror {
          path    = "/cache/mirror"
          include = ["registry.terraform.io/kreuzwerker/docker", "registry.opentofu.org/kreuzwerker/docker"]
        }
        direct {
          exclude = ["registry.terraform.io/kreuzwerker/docker", "registry.opentofu.org/kreuzwerker/docker"]
        }
      }
      "
    `);
  });
});
