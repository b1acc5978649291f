module "dcr" {
  source  = "./modules/dcr"
  version = "1.0"
  name    = "x"
}
