using './main.bicep'

param baseName = 'contosochat'
param imageDigest = 'sha256:0000000000000000000000000000000000000000000000000000000000000000'
param jumpBoxSshPublicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA jump-box'
param partnerAddresses = [
  '198.51.100.0/24'
  '203.0.113.10'
]
param formerHubSubscriptionId = '5f3d6f1e-8a0b-4c7e-9d55-0c1d2e3f4a5b'
