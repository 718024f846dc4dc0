// type-graphql's decorators need it before the first decorated class loads
import 'reflect-metadata';
