/** The only file that names cdktf: a consumer on cdktn aliases the package, a port replaces this file. */
export {
  App,
  Aspects,
  AssetType,
  LocalBackend,
  TerraformAsset,
  TerraformBackend,
  TerraformOutput,
  TerraformRemoteState,
  TerraformResource,
  TerraformStack,
  Testing,
  Token,
  dependable,
  type ITerraformDependable,
} from 'cdktf';
