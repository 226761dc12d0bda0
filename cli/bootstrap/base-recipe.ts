/** The recipe of the base image, images/base/recipe.json. */
export interface BaseRecipe {
  readonly suite: string;
  readonly variant: string;
  readonly include: readonly string[];
}
