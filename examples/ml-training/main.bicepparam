using './main.bicep'

param baseName = 'contosoml'

// Replace it with yours.
param jumpBoxSshPublicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA jump-box'
