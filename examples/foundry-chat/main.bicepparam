using './main.bicep'

param baseName = 'contosochat'

// Replace both: the digest with the one of your image, the key with yours.
param imageDigest = 'sha256:0000000000000000000000000000000000000000000000000000000000000000'
param jumpBoxSshPublicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA jump-box'
