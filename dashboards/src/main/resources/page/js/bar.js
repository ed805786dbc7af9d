// SPDX-License-Identifier: Apache-2.0
// The outcome bar, on top of every view: how each specialist does at what the ensemble is for.

import { h, icon } from './dom.js';
import { cellKey, model, old } from './model.js';
import { clock, percent } from './format.js';
import { nameOf, short, visible } from './names.js';
import { badge, rank, scoreState, stateOf, tally, word, worst } from './states.js';
import { adjust, here, link } from './navigation.js';

const FEW = 24;

/**
 * What stands for each specialist: {specialist, state, cells: [{slo, label, cell, state}], checkpoint, scored, scores}.
 * An SLO on checkpoints (`scored`) and the scores of the newest one are one mark, in the worse of their states; `scores` is
 * null where there is neither.
 */
export function outcomes() {
  const definitions = model.definitions;
  if (!definitions) {
    return [];
  }
  const slos = definitions.slos.filter((slo) => slo.place === 'outcome_bar');
  const declared = new Set(definitions.specialists);
  const others = [...model.cells.values()]
    .filter((cell) => cell.group === '__other__' && slos.some((slo) => slo.name === cell.slo))
    .map((cell) => cell.group);
  return [...declared, ...new Set(others)].map((specialist) => {
    const cells = slos
      .filter((slo) => slo.group_by === 'specialist')
      .map((slo) => {
        const cell = model.cells.get(cellKey(slo.name, specialist)) ?? null;
        return { slo, label: label(slo), cell, state: stateOf(cell) };
      });
    const checkpoint = model.checkpoints.get(specialist) ?? null;
    const scored = cells.find((cell) => cell.slo.kind === 'checkpoint') ?? null;
    // Where nothing judges checkpoints and none has come there is nothing that could be missing.
    const known = [...(checkpoint ? [scoreState(checkpoint)] : []), ...(scored ? [scored.state] : [])];
    const scores = known.length > 0 ? worst(known) : null;
    return {
      specialist,
      cells: cells.filter((cell) => cell !== scored),
      checkpoint,
      scored,
      scores,
      state: worst([...cells.filter((cell) => cell !== scored).map((cell) => cell.state), ...(scores ? [scores] : [])]),
    };
  });
}

/** Window and name of an SLO, the window once and in front, so that a cut label still tells which. */
function label(slo) {
  return `${slo.headline} ${slo.name.replace(`-${slo.headline}`, '')}`;
}

/** The children of the bar's section. */
export function bar() {
  const all = outcomes();
  const view = here();
  const byName = view.bar === 'name';
  const sorted = byName ? all : [...all].sort((a, b) => rank(a.state) - rank(b.state));
  const shown = view.all === '1' ? sorted : sorted.slice(0, FEW);
  return [
    h(
      'div',
      { class: 'bar-head' },
      h('h2', { id: 'bar-title' }, 'Outcomes'),
      tally(all.map((outcome) => outcome.state)),
      old() && model.connection.heard
        ? h('p', { class: 'as-of' }, `Values of ${clock(model.engine?.evaluated ?? model.now)}; nobody knows what is now.`)
        : null,
      h(
        'div',
        { class: 'bar-tools' },
        h('button', { type: 'button', 'aria-pressed': String(!byName), onclick: () => adjust({ bar: undefined }, true) }, 'Worst first'),
        h('button', { type: 'button', 'aria-pressed': String(byName), onclick: () => adjust({ bar: 'name' }, true) }, 'By name'),
        all.length > FEW
          ? h(
              'button',
              { type: 'button', onclick: () => adjust({ all: view.all === '1' ? undefined : '1' }, true) },
              view.all === '1' ? `Show ${FEW}` : `Show all ${all.length}`,
            )
          : null,
      ),
    ),
    h('ul', { class: 'cards', onkeydown: arrows }, shown.map(card)),
  ];
}

function card({ specialist, state, cells, checkpoint, scored, scores }) {
  return h(
    'li',
    { class: `card state-${state.code}`, key: specialist },
    h(
      'div',
      { class: 'card-head' },
      link({ name: 'dashboard', subject: 'serving', specialist }, { class: 'card-name', title: visible(specialist) }, nameOf(specialist, 24)),
      badge(state),
    ),
    h(
      'ul',
      { class: 'marks' },
      cells.map((one) => mark(specialist, one)),
      scores ? h('li', null, scoreMark(specialist, checkpoint, scored, scores)) : null,
    ),
  );
}

function mark(specialist, { slo, label: name, cell, state }) {
  const why = state.why.length > 0 ? ` – ${state.why.map((text) => visible(text)).join(', ')}` : '';
  return h(
    'li',
    null,
    link(
      { name: 'slo', subject: slo.name, group: specialist },
      { class: `mark state-${state.code}`, title: `${visible(name)}: ${word(state)}${why}` },
      icon(state.code),
      h('span', { class: 'mark-name' }, short(name, 20)),
      h('span', { class: 'unseen' }, word(state)),
      h('span', { class: 'mark-value' }, percent(cell?.ratio).replace(' ', '')),
    ),
  );
}

function scoreMark(specialist, checkpoint, scored, state) {
  const scores = checkpoint?.scores ?? [];
  const good = scores.filter((score) => score.score >= score.floor).length;
  const list = scores.map((score) => `${visible(score.evaluation)} ${score.score} of at least ${score.floor}`).join('; ');
  return link(
    scored ? { name: 'slo', subject: scored.slo.name, group: specialist } : { name: 'home', subject: null },
    {
      class: `mark state-${state.code}`,
      title: checkpoint ? `Checkpoint ${visible(checkpoint.checkpoint)}: ${list}` : 'No checkpoint yet',
    },
    icon(state.code),
    h('span', { class: 'mark-name' }, 'scores'),
    h('span', { class: 'unseen' }, word(state)),
    h('span', { class: 'mark-value' }, checkpoint ? `${good}/${scores.length}` : '–'),
  );
}

function arrows(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step && !event.altKey && !event.ctrlKey && !event.metaKey) {
    const links = [...event.currentTarget.querySelectorAll('a')];
    const next = links[links.indexOf(document.activeElement) + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }
}
