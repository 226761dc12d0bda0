import { Construct } from 'constructs';
import { DataDockerImage } from '../cdktf/bindings';
import { literal } from '../cdktf/literal';
import type { Release } from '../release/release';

/** Options of {@link ImageLookup}. */
export interface ImageLookupProps {
  /** Full name of the image. */
  readonly imageName: string;
  readonly release: Release;
  /** File that names it, for those who read an error. */
  readonly file: string;
}

/**
 * An image that a release names. Nothing is built: Terraform looks at it when it plans, so that an image that is not there, or that is another one under the same
 * name, ends a deploy before anything is touched.
 */
export class ImageLookup extends Construct {
  constructor(scope: Construct, id: string, { imageName, release: { number, image }, file }: ImageLookupProps) {
    super(scope, id);
    new DataDockerImage(this, 'Resource', {
      name: imageName,
      lifecycle: {
        postcondition: [
          {
            condition: `\${self.id == "${image.id}"}`,
            errorMessage: literal(
              `ReleaseImageChanged: image ${imageName} must be ${image.id}, as release ${String(number)} in ${file} says, and the engine has another one under that name; see docs/releases.md.`,
            ),
          },
        ],
      },
    });
  }
}
