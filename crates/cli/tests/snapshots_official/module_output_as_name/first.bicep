output fixed string = 'vnet-fixed'
