import { layoutOf } from './ratings-layout.js';

describe('layoutOf', () => {
  it.each([
    ['1,31,2.5,1260759144', false],
    ['userId,movieId,rating,timestamp', true],
    ['user_id\titem', true],
    ['customer,product', true],
    ['anna,film-1', false],
    ['anna,film-1,good,1', false],
    ['anna,film-1,3,yesterday', false],
    ['anna,film-1,', false],
    ['anna,film-1,2026-01-02', false],
    ['user,31', false],
  ])('knows whether «%s» is a header: %p', (line, hasHeader) => {
    expect(layoutOf(line).hasHeader).toBe(hasHeader);
  });

  it.each([
    ['userId,movieId,rating,timestamp', { user: 0, item: 1, rating: 2, time: 3 }],
    ['user,item,timestamp,rating', { user: 0, item: 1, time: 2, rating: 3 }],
    ['Movie ID,Rating,User ID,Rating Date', { item: 0, rating: 1, user: 2, time: 3 }],
    ['user,item,ts', { user: 0, item: 1, time: 2 }],
    ['score;who;what', { rating: 0, user: 1, item: 2 }],
    ['place,user', { item: 0, user: 1 }],
  ])('finds the fields by their names: «%s»', (line, places) => {
    expect(layoutOf(line).places).toEqual(places);
  });

  it.each([
    ['1,2', { user: 0, item: 1 }],
    ['1,2,3', { user: 0, item: 1, rating: 2 }],
    ['1,a,1700000300', { user: 0, item: 1, time: 2 }],
    ['1,a,2026-01-02', { user: 0, item: 1, time: 2 }],
    ['1,a,4,1700000300', { user: 0, item: 1, rating: 2, time: 3 }],
    ['1,a,1700000300,4', { user: 0, item: 1, time: 2, rating: 3 }],
    ['1,a,3,7', { user: 0, item: 1, rating: 2, time: 3 }],
  ])(
    'takes the usual order where there are no names, unless a time stands elsewhere: «%s»',
    (line, places) => {
      expect(layoutOf(line).places).toEqual(places);
    },
  );

  it.each([
    ['user', 'expected user and item, separated by a comma, tab, ; or ::'],
    ['1,2,3,4,5', 'expected user, item, rating and time, not 5 fields'],
    ['user,item,mood', 'the header calls a field «mood»: expected user, item, rating or timestamp'],
    [
      'userId,userName,movieId',
      'the header calls a field «userName»: expected user, item, rating or timestamp',
    ],
    ['user,rating,timestamp', 'the header names no item'],
  ])('refuses «%s»', (line, message) => {
    expect(() => layoutOf(line)).toThrow(message);
  });
});
