using './main.bicep'

param baseName = 'contosochat'
param imageDigest = 'sha256:0000000000000000000000000000000000000000000000000000000000000000'
param jumpBoxSshPublicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA jump-box'
param partnerAddresses = [
  '198.51.100.0/24'
  '203.0.113.10'
]
