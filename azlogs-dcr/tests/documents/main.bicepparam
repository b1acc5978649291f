using './main.bicep'

param stream = 'Custom-K'
param ws = '/subscriptions/x'
