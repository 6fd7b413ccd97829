"""Reads [{"script", "inputs"}] and writes [{"state", "outputs"}]: the numbers that each script's model has, and what it makes of the inputs."""
import json
import sys

import torch

results = []
for job in json.load(sys.stdin):
    scope = {'__name__': 'network'}
    exec(job['script'], scope)
    model, tensor = scope['model'], scope['tensor']
    if hasattr(model, 'state_dict'):
        with torch.no_grad():
            outputs = model(tensor(job['inputs'])).tolist()
        state = [value.tolist() for value in model.state_dict().values()]
    else:
        outputs = model(tensor(job['inputs']).tolist())
        state = [value for module in model.modules if hasattr(module, 'weight') for value in (module.weight, module.bias)]
    results.append({'state': state, 'outputs': outputs})
json.dump(results, sys.stdout)
